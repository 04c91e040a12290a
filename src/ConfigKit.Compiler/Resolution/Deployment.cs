using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>A configuration whose names have become facts and whose omissions have become the engine's own defaults.</summary>
internal sealed record Deployment
{
    public required DeepSeekConfig Config { get; init; }
    public required SpanTable Spans { get; init; }
    public required Checkpoint Model { get; init; }

    /// <summary>The model's quantization after `model.precision`.</summary>
    public required Quantization Quantization { get; init; }

    /// <summary>The precision after `model.precision`; never Auto.</summary>
    public required PrecisionKind Precision { get; init; }

    public required Accelerator Gpu { get; init; }

    /// <summary>Whether the GPU was assumed because the file names none.</summary>
    public bool IsGpuAssumed { get; init; }

    public required int Nodes { get; init; }
    public required Setting<int> GpusPerNode { get; init; }

    /// <summary>Device indices, or empty when gpus_per_node says it all.</summary>
    public ImmutableArray<int> GpuIds { get; init; } = [];

    /// <summary>Whether the GPUs of a node are linked (NVLink or its like).</summary>
    public required Setting<bool> IsLinked { get; init; }

    /// <summary>Bytes per second between two GPUs of a node in one direction: the link's, else PCIe's; null when not known.</summary>
    public double? IntraNodeBandwidth { get; init; }

    public required Setting<Fabric> Fabric { get; init; }
    public required int NicsPerNode { get; init; }

    /// <summary>Bytes per second of all ports of a node in one direction.</summary>
    public required double NodeNetworkBandwidth { get; init; }

    public required bool IsRdma { get; init; }
    public required bool IsGpudirect { get; init; }
    public required EngineRelease Engine { get; init; }
    public required ParallelLayout Layout { get; init; }
    public required ServingSettings Serving { get; init; }

    /// <summary>Bytes per second at which one node reads the checkpoint.</summary>
    public required Setting<long> StorageBandwidth { get; init; }

    public int GpuCount => Nodes * GpusPerNode.Value;

    /// <summary>Whether a Ray cluster joins the nodes: when stated, and where the release can't start several nodes by itself.</summary>
    public bool UsesRay =>
        Nodes > 1
        && Engine.Engine.NodeStart.Otherwise == Launcher.Ray
        && (Config.Serving.DistributedExecutorBackend ?? (StartsNodesItself ? DistributedExecutor.Mp : DistributedExecutor.Ray))
            == DistributedExecutor.Ray;

    /// <summary>Whether the release starts several nodes without another program.</summary>
    public bool StartsNodesItself => Engine.Engine.NodeStart.Since is { } since && Engine.Version >= since;
}
