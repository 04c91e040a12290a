using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Targets.Monitoring;
using ConfigKit.Targets.Sysctl;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>What the manifests hold beyond the engine itself, all decided; null where nobody asked for it.</summary>
internal sealed record KubernetesPlan
{
    public required DeploymentPlan Deployment { get; init; }

    /// <summary>Settings that a DaemonSet may apply to the nodes.</summary>
    public required HostPlan Host { get; init; }

    /// <summary>Where traces go; null where none are sent.</summary>
    public CollectorPlan? Collector { get; init; }

    /// <summary>Name of the headless Service that gives a gateway the pods' addresses; empty where none is needed.</summary>
    public string HeadlessService { get; init; } = "";

    /// <summary>The object that owns the engine's pods, and what scales and rolls it.</summary>
    public required WorkloadPlan Workload { get; init; }

    /// <summary>Null when replicas need not be kept apart.</summary>
    public AntiAffinity? AntiAffinity { get; init; }

    /// <summary>Least memory of a GPU in MiB by the node's label; 0 when the label is not asked.</summary>
    public long GpuMemoryMib { get; init; }

    /// <summary>DeviceClass of the GPUs; empty with a device plugin.</summary>
    public string DeviceClass { get; init; } = "";

    public DownloadPlan? Download { get; init; }
    public ScalingPlan? Scaling { get; init; }
    public RoutePlan? Route { get; init; }
    public RolloutPlan? Rollout { get; init; }
    public NamespaceLimitsPlan? Limits { get; init; }

    /// <summary>Checks of manifest linters that the engine's pods fail on purpose.</summary>
    public ImmutableArray<LintWaiver> Waivers { get; init; } = [];

    /// <summary>What kustomize changes in each environment.</summary>
    public ImmutableArray<OverlayPlan> Overlays { get; init; } = [];

    /// <summary>Whether a script switches between two versions, whose manifests it applies by turns.</summary>
    public bool HasColors => Rollout is { IsArgo: false };
}

/// <summary>The object that owns the engine's pods.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">Its manifest.</param>
/// <param name="HasReplicas">Whether its manifest states the replicas, rather than an autoscaler.</param>
internal sealed record WorkloadPlan(string ApiVersion, string Kind, string Name, string File, bool HasReplicas);

/// <summary>Who fetches the weights before the engine starts.</summary>
internal sealed record DownloadPlan
{
    public required bool IsJob { get; init; }
    public required string Image { get; init; }
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Whether the command needs the keys of an object store.</summary>
    public required bool IsObjectStore { get; init; }

    /// <summary>Whether ModelScope's client fetches.</summary>
    public required bool IsModelScope { get; init; }

    /// <summary>Address of a mirror of Hugging Face's hub; null: none.</summary>
    public required string? HubEndpoint { get; init; }

    /// <summary>Port of the store or hub.</summary>
    public required int Port { get; init; }

    /// <summary>Name of the Job, which differs for other weights.</summary>
    public required string JobName { get; init; }

    /// <summary>File that says that the weights are whole.</summary>
    public required string Marker { get; init; }

    /// <summary>How long it may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Checks that its Job fails on purpose.</summary>
    public ImmutableArray<LintWaiver> Waivers { get; init; } = [];
}

/// <summary>Replicas by load.</summary>
internal sealed record ScalingPlan
{
    public required ScalingController Controller { get; init; }
    public required int Min { get; init; }
    public required int Max { get; init; }

    /// <summary>Requests that wait for each replica.</summary>
    public required int Waiting { get; init; }

    /// <summary>Name of the metric as prometheus-adapter offers it, without colon.</summary>
    public required string PodMetric { get; init; }

    public required string Query { get; init; }
    public required TimeSpan ScaleDownDelay { get; init; }
    public required string PrometheusUrl { get; init; }
}

/// <summary>The way from a Gateway to the endpoint.</summary>
internal sealed record RoutePlan
{
    public required ImmutableArray<string> Hostnames { get; init; }
    public required string Gateway { get; init; }
    public required string GatewayNamespace { get; init; }
    public required string Listener { get; init; }

    /// <summary>As Gateway API writes durations.</summary>
    public required string Timeout { get; init; }

    /// <summary>Empty without InferencePool.</summary>
    public required string EndpointPicker { get; init; }

    public required int EndpointPickerPort { get; init; }
}

/// <summary>A rollout that the error rate decides.</summary>
internal sealed record RolloutPlan
{
    public required bool IsArgo { get; init; }
    public required bool IsCanary { get; init; }

    /// <summary>Service of the new version under Argo Rollouts.</summary>
    public required string NewService { get; init; }

    public required ImmutableArray<int> Weights { get; init; }
    public required TimeSpan AnalysisTime { get; init; }

    /// <summary>Checks of the error rate in that time.</summary>
    public required int Checks { get; init; }

    /// <summary>Largest share of failed requests.</summary>
    public required string Threshold { get; init; }

    /// <summary>PromQL under Argo Rollouts, for the job that is its argument.</summary>
    public required string Query { get; init; }

    public required string PrometheusUrl { get; init; }

    /// <summary>Replicas of the new version before it is judged.</summary>
    public required int FirstReplicas { get; init; }

    /// <summary>The two versions between which a plain rollout switches.</summary>
    public required ImmutableArray<RolloutColor> Colors { get; init; }
}

/// <summary>One of the two versions of a plain rollout.</summary>
/// <param name="Query">PromQL with a result only when its error rate is too high.</param>
internal sealed record RolloutColor(string Name, string Query);

/// <summary>What all pods of the namespace may take together.</summary>
internal sealed record NamespaceLimitsPlan
{
    /// <summary>Name of the quota's GPU entry.</summary>
    public required string GpuKey { get; init; }

    public required long Gpus { get; init; }
    public required long Cpu { get; init; }
    public required long MemoryBytes { get; init; }
}
