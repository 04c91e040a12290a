using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Confidential computing mode of the GPUs.</summary>
internal enum ConfidentialMode
{
    Off,
    Cc,
    Ppcie,
}

/// <summary>How one GPU is shared between pods.</summary>
internal enum GpuSharingMode
{
    None,
    Mig,
    Mps,
    TimeSlicing,
    Cgpu,
}

/// <summary>Access to the endpoint and isolation of the GPUs.</summary>
internal sealed record SecuritySection
{
    private static readonly ImmutableArray<Choice<ConfidentialMode>> Modes =
    [
        new("off", ConfidentialMode.Off, "no confidential computing"),
        new("cc", ConfidentialMode.Cc, "one GPU per confidential VM"),
        new("ppcie", ConfidentialMode.Ppcie, "Protected PCIe: all 8 GPUs and NVSwitches in one confidential VM"),
    ];

    private static readonly ImmutableArray<Choice<GpuSharingMode>> Sharings =
    [
        new("none", GpuSharingMode.None, "a GPU belongs to one pod"),
        new("mig", GpuSharingMode.Mig, "hardware partitions"),
        new("mps", GpuSharingMode.Mps, "one context for several processes"),
        new("time-slicing", GpuSharingMode.TimeSlicing, "turns, without isolation of memory"),
        new("cgpu", GpuSharingMode.Cgpu, "Alibaba Cloud's cGPU: shares of memory and compute; keeps nothing confidential"),
    ];

    public string? ApiKey { get; init; }
    public string? HuggingFaceToken { get; init; }
    public ConfidentialMode? ConfidentialComputing { get; init; }
    public GpuSharingMode? GpuSharing { get; init; }

    public static SecuritySection Bind(SectionReader s) => new()
    {
        ApiKey = s.Secret("api_key", "Reference to the key that clients must send.", "${env:VLLM_API_KEY}"),
        HuggingFaceToken = s.Secret("hugging_face_token", "Reference to the token for downloading the weights.", "${env:HF_TOKEN}"),
        ConfidentialComputing = s.Choice("confidential_computing", "NVIDIA Confidential Computing.", Modes, @default: "off", example: "off"),
        GpuSharing = s.Choice("gpu_sharing", "How one GPU is shared between pods.", Sharings, @default: "none", example: "none"),
    };
}

/// <summary>Verbosity of NCCL.</summary>
internal enum NcclLogLevel
{
    Version,
    Warn,
    Info,
    Trace,
}

/// <summary>Metrics and logs.</summary>
internal sealed record ObservabilitySection
{
    private static readonly ImmutableArray<Choice<NcclLogLevel>> Levels =
    [
        new("version", NcclLogLevel.Version, "the version alone"),
        new("warn", NcclLogLevel.Warn, "errors with their cause"),
        new("info", NcclLogLevel.Info, "topology and transports, for bring-up"),
        new("trace", NcclLogLevel.Trace, "every call; needs a trace build"),
    ];

    public bool? Metrics { get; init; }
    public NcclLogLevel? NcclDebug { get; init; }

    /// <summary>Degrees Celsius.</summary>
    public int? GpuTemperature { get; init; }

    /// <summary>Share of requests.</summary>
    public double? ErrorRate { get; init; }

    public string? PrometheusUrl { get; init; }

    public static ObservabilitySection Bind(SectionReader s) => new()
    {
        Metrics = s.Boolean("metrics", "Offers Prometheus metrics and marks the pods for scraping.", @default: "true"),
        NcclDebug = s.Choice("nccl_debug", "Verbosity of NCCL.", Levels, @default: "warn", example: "warn"),
        GpuTemperature = s.Integer("gpu_temperature", "GPU temperature in degrees Celsius beyond which an alert fires.", 40, 120, @default: "85", example: "85"),
        ErrorRate = s.Number("error_rate", "Share of requests that may end in a server error before an alert fires and a judged rollout is undone.", 0.0001, 1, @default: "0.05", example: "0.05"),
        PrometheusUrl = s.Text("prometheus_url", "Address at which autoscaling and rollouts ask Prometheus.", @default: "http://prometheus-operated.monitoring.svc:9090", example: "http://prometheus.monitoring.svc:9090", pattern: KubernetesNames.Url, meaning: "an address such as http://host:9090"),
    };
}
