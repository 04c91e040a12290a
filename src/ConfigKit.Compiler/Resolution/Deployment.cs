using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;
using ConfigKit.Resolution.Settings;
using ConfigKit.Syntax;

namespace ConfigKit.Resolution;

/// <summary>
/// A configuration whose names have become facts and whose omissions have become decisions, each with its reason. What stays null or
/// empty is said to have a meaning of its own; what only the estimate can tell, the plan decides.
/// </summary>
internal sealed record Deployment
{
    /// <summary>What the user's own catalogue files add.</summary>
    public required UserCatalog OwnCatalog { get; init; }

    /// <summary>Where the keys stand that the file states.</summary>
    public required SpanTable Spans { get; init; }

    /// <summary>What was decided for each key that the file leaves out, as the file was resolved.</summary>
    public ImmutableArray<Decision> Decisions { get; init; } = [];

    /// <summary>The whole document; null when it is empty.</summary>
    public YamlMapping? Document { get; init; }

    public required TargetRequest Targets { get; init; }

    /// <summary>Name of the deployment and of its objects: a DNS label of at most 52 characters.</summary>
    public required Setting<string> Name { get; init; }

    /// <summary>Name under which clients ask for the model.</summary>
    public required Setting<string> ServedName { get; init; }

    public required Checkpoint Model { get; init; }
    public required ModelSource Source { get; init; }

    /// <summary>The model's quantization after `model.precision`.</summary>
    public required Quantization Quantization { get; init; }

    /// <summary>The precision after `model.precision`; never Auto.</summary>
    public required PrecisionKind Precision { get; init; }

    public required Accelerator Gpu { get; init; }

    /// <summary>The GPU's figures as the file has them; null: it names no GPU, and one is assumed.</summary>
    public GpuSection? StatedGpu { get; init; }

    public bool IsGpuAssumed => StatedGpu is null;

    public required int Nodes { get; init; }
    public required Setting<int> GpusPerNode { get; init; }

    /// <summary>Device indices, or empty when gpus_per_node says it all.</summary>
    public ImmutableArray<int> GpuIds { get; init; } = [];

    /// <summary>Whether the GPUs of a node are linked (NVLink or its like).</summary>
    public required Setting<bool> IsLinked { get; init; }

    /// <summary>Bytes per second between two GPUs of a node in one direction: the link's, else PCIe's; null when not known.</summary>
    public double? IntraNodeBandwidth { get; init; }

    /// <summary>What a node has beside its GPUs.</summary>
    public required NodeHardware Node { get; init; }

    public required Setting<Fabric> Fabric { get; init; }
    public required NetworkSettings Network { get; init; }

    public Setting<int> NicsPerNode => Network.NicsPerNode;

    /// <summary>Bytes per second of all ports of a node in one direction.</summary>
    public double NodeNetworkBandwidth => NicsPerNode * (Network.PortBandwidth ?? Fabric.Value.Bandwidth);

    public bool IsRdma => Network.IsRdma;

    public bool IsGpudirect => Network.IsGpudirect;

    public required EngineRelease Engine { get; init; }
    public required ParallelLayout Layout { get; init; }

    /// <summary>Layers of each stage as the file has them, right or wrong; null: it has none.</summary>
    public ImmutableArray<int>? StatedStageLayers { get; init; }

    public required ServingSettings Serving { get; init; }
    public required Workload Workload { get; init; }
    public required ReplicaCounts Replicas { get; init; }

    /// <summary>Bytes per second at which one node reads the checkpoint.</summary>
    public required Setting<long> StorageBandwidth { get; init; }

    public required HostSettings Host { get; init; }
    public required ContainerSettings Container { get; init; }
    public required ClusterSettings Cluster { get; init; }
    public required RolloutSettings Rollout { get; init; }

    /// <summary>What differs in each environment, by its name; nothing is decided there: all else is as in the file.</summary>
    public required ImmutableSortedDictionary<string, EnvironmentSection> Environments { get; init; }

    public required SecuritySettings Security { get; init; }

    /// <summary>Null without a gateway section.</summary>
    public GatewaySettings? Gateway { get; init; }

    public required ComplianceSettings Compliance { get; init; }
    public required ObservabilitySettings Observability { get; init; }
    public required HelmSettings Helm { get; init; }
    public required SystemdSettings Systemd { get; init; }
    public required OperationsSettings Operations { get; init; }
    public required TritonSettings Triton { get; init; }
    public required FrameworkSettings Framework { get; init; }

    public int GpuCount => Nodes * GpusPerNode.Value;

    /// <summary>What the engine decides the KV cache and the size of a step by.</summary>
    public CacheQuestion CacheQuestion => new(Model, Quantization, Gpu, Layout, Serving.Stated);

    /// <summary>What the engine decides of the KV cache and of the size of a step.</summary>
    public CacheChoice ChooseCache() => Engine.Engine.Choose(Engine, CacheQuestion);

    /// <summary>What the engine is told to load: a folder in the container, or the model's name.</summary>
    public string ModelArgument => Source.Path ?? Model.Id;

    /// <summary>Bytes of main memory that the ranks of a node and /dev/shm take.</summary>
    public long HostBytes => (GpusPerNode * HostSettings.BytesPerRank) + Container.ShmBytes;

    /// <summary>Whether a Ray cluster joins the nodes: when stated, and where the release can't start several nodes by itself.</summary>
    public bool UsesRay =>
        Nodes > 1 && Engine.Engine.NodeStart.Otherwise == Launcher.Ray && Serving.DistributedExecutor.Value == DistributedExecutor.Ray;

    /// <summary>Whether the release starts several nodes without another program.</summary>
    public bool StartsNodesItself => Engine.StartsNodesItself;
}
