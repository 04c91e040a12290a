using System.Collections.Immutable;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Targets.Compliance;
using ConfigKit.Targets.Gateway;
using ConfigKit.Targets.Kubernetes;

namespace ConfigKit.Targets;

/// <summary>All that the emitters need, each value decided once.</summary>
internal sealed record DeploymentPlan
{
    public required Deployment Deployment { get; init; }
    public required Estimate Estimate { get; init; }

    /// <summary>What to write, in order of the enumeration.</summary>
    public required ImmutableArray<TargetKind> Targets { get; init; }

    /// <summary>Name of the objects: a DNS label of at most 52 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Name under which clients ask for the model.</summary>
    public required string ServedName { get; init; }

    /// <summary>The engine image that the Dockerfile builds on, with tag or digest.</summary>
    public required string BaseImage { get; init; }

    /// <summary>The built image, with tag or digest.</summary>
    public required string Image { get; init; }

    /// <summary>What the engine is told to load: a model id, or a folder in the container.</summary>
    public required string ModelArgument { get; init; }

    /// <summary>Numeric user and group id.</summary>
    public required int User { get; init; }

    public required int Port { get; init; }

    /// <summary>Base address of the OpenAI-compatible API in the cluster.</summary>
    public string Endpoint => FormattableString.Invariant($"http://{Name}.{Cluster.Namespace}.svc:{Cluster.ServicePort}/v1");
    public required long ShmBytes { get; init; }

    /// <summary>Engine and communication variables, in order of name, without secrets.</summary>
    public required ImmutableArray<EnvironmentVariable> Environment { get; init; }

    /// <summary>Variables whose values are secrets, by reference.</summary>
    public required ImmutableArray<SecretReference> Secrets { get; init; }

    public required EngineCommand Command { get; init; }

    /// <summary>How long the engine may take from start to ready: twice the estimated load time, at least 30 minutes.</summary>
    public required TimeSpan StartupTimeout { get; init; }

    /// <summary>How long running requests may finish.</summary>
    public required TimeSpan DrainTimeout { get; init; }

    /// <summary>Replicas of the whole deployment.</summary>
    public required int Replicas { get; init; }

    /// <summary>Path that says whether the engine is alive.</summary>
    public required string HealthPath { get; init; }

    /// <summary>Path that says whether the engine serves the model; the health path where the other asks for a key.</summary>
    public required string ReadyPath { get; init; }

    public required HostPlan Host { get; init; }
    public required ClusterPlan Cluster { get; init; }

    /// <summary>Decided from the rest of the plan.</summary>
    public KubernetesPlan Kubernetes => KubernetesPlanner.Of(this);

    /// <summary>Null without a gateway section.</summary>
    public GatewayPlan? Gateway { get; init; }

    public required CompliancePlan Compliance { get; init; }
    public required ImmutableArray<AlertPlan> Alerts { get; init; }

    /// <summary>What a dashboard draws: title and PromQL.</summary>
    public required ImmutableArray<(string Title, string Expression, string Unit)> Panels { get; init; }
}

/// <summary>One alert.</summary>
/// <param name="For">How long the expression must hold, as Prometheus writes durations.</param>
internal sealed record AlertPlan(string Name, string Expression, string For, string Severity, string Summary);

/// <summary>One variable and why it is set.</summary>
/// <param name="IsCommunication">Whether it belongs to NCCL, GLOO, UCX or NVSHMEM, and so to the nccl target.</param>
internal sealed record EnvironmentVariable(string Name, string Value, string Comment, bool IsCommunication);

/// <summary>A variable filled from elsewhere.</summary>
/// <param name="Variable">Name in the engine's environment.</param>
/// <param name="IsFile">Whether the secret lies in a file rather than in a variable.</param>
/// <param name="Source">The variable or file that holds the secret.</param>
internal sealed record SecretReference(string Variable, bool IsFile, string Source)
{
    /// <summary>Key in a Kubernetes Secret, and name of a Compose secret.</summary>
    public string Key => IsFile ? Source[(Source.LastIndexOf('/') + 1)..] : Source;
}

/// <summary>Host settings, all decided.</summary>
internal sealed record HostPlan
{
    /// <summary>Kernel parameters in the order that the file shows them, each with its reason.</summary>
    public required ImmutableArray<(string Key, string Value, string Comment)> Sysctl { get; init; }

    public required string TransparentHugepages { get; init; }

    /// <summary>KiB, or "unlimited".</summary>
    public required string Memlock { get; init; }

    public required int Hugepages1Gi { get; init; }

    /// <summary>Whether nvidia-peermem is loaded at boot.</summary>
    public required bool LoadsPeermem { get; init; }

    public required PreflightPlan Preflight { get; init; }
}

/// <summary>What a node must show before the engine is started.</summary>
internal sealed record PreflightPlan
{
    public required int Gpus { get; init; }

    /// <summary>Least memory of a GPU in MiB, as nvidia-smi shows it.</summary>
    public required long GpuMemoryMib { get; init; }

    /// <summary>Oldest driver on which the image runs; empty when not known.</summary>
    public required string Driver { get; init; }

    public required bool NeedsLink { get; init; }

    /// <summary>NUMA node of each GPU, where it is stated.</summary>
    public required ImmutableArray<int> NumaNodes { get; init; }

    /// <summary>Main memory in MiB.</summary>
    public required long MemoryMib { get; init; }

    /// <summary>Free space of the model folder in MiB.</summary>
    public required long DiskMib { get; init; }

    /// <summary>RDMA devices; 0 without RDMA between nodes.</summary>
    public required int RdmaDevices { get; init; }

    /// <summary>Network interface of several nodes, or empty.</summary>
    public required string Interface { get; init; }
}

/// <summary>How the deployment appears in a cluster, all decided.</summary>
internal sealed record ClusterPlan
{
    public required string Namespace { get; init; }
    public required string GpuResource { get; init; }

    /// <summary>Bytes of the memory request and limit of a pod.</summary>
    public required long MemoryBytes { get; init; }

    public required int Cpu { get; init; }
    public required int ServicePort { get; init; }
    public required long ClaimBytes { get; init; }
    public required string ClaimName { get; init; }
    public required bool IsReadWriteMany { get; init; }

    /// <summary>Pods that share a replica: its nodes.</summary>
    public required int GroupSize { get; init; }

    /// <summary>Pod Security level that the namespace needs.</summary>
    public required string PodSecurity { get; init; }

    public required ImmutableSortedDictionary<string, string> NodeSelector { get; init; }
}
