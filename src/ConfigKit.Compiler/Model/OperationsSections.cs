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
    ];

    private const string SecretPattern = @"^\$\{(env:[A-Za-z_][A-Za-z0-9_]*|file:/[A-Za-z0-9._/-]+)\}$";
    private const string SecretMeaning = "a reference: ${env:NAME} or ${file:/path}, never the secret itself";

    public string? ApiKey { get; init; }
    public string? HuggingFaceToken { get; init; }
    public ConfidentialMode? ConfidentialComputing { get; init; }
    public GpuSharingMode? GpuSharing { get; init; }

    public static SecuritySection Bind(SectionReader s) => new()
    {
        ApiKey = s.Text("api_key", "Reference to the key that clients must send.", example: "${env:VLLM_API_KEY}", pattern: SecretPattern, meaning: SecretMeaning),
        HuggingFaceToken = s.Text("hugging_face_token", "Reference to the token for downloading the weights.", example: "${env:HF_TOKEN}", pattern: SecretPattern, meaning: SecretMeaning),
        ConfidentialComputing = s.Choice("confidential_computing", "NVIDIA Confidential Computing.", Modes, @default: "off", example: "off"),
        GpuSharing = s.Choice("gpu_sharing", "How one GPU is shared between pods.", Sharings, @default: "none", example: "none"),
    };
}

/// <summary>Record keeping.</summary>
internal sealed record ComplianceSection
{
    public TimeSpan? LogRetention { get; init; }

    public static ComplianceSection Bind(SectionReader s) => new()
    {
        LogRetention = s.Duration("log_retention", "How long inference logs are kept.", @default: "184d", example: "184d"),
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

    public TracingSection? Tracing { get; init; }

    public static ObservabilitySection Bind(SectionReader s) => new()
    {
        Metrics = s.Boolean("metrics", "Offers Prometheus metrics and marks the pods for scraping.", @default: "true"),
        NcclDebug = s.Choice("nccl_debug", "Verbosity of NCCL.", Levels, @default: "warn", example: "warn"),
        GpuTemperature = s.Integer("gpu_temperature", "GPU temperature in degrees Celsius beyond which an alert fires.", 40, 120, @default: "85", example: "85"),
        ErrorRate = s.Number("error_rate", "Share of requests that may end in a server error before an alert fires.", 0.0001, 1, @default: "0.05", example: "0.05"),
        Tracing = s.OptionalSection("tracing", "OpenTelemetry traces of the requests.", TracingSection.Bind),
    };
}

/// <summary>How a new version replaces the old one.</summary>
internal enum RolloutStrategy
{
    Rolling,
    Recreate,
}

/// <summary>How a new version replaces the old one.</summary>
internal sealed record RolloutSection
{
    private static readonly ImmutableArray<Choice<RolloutStrategy>> Strategies =
    [
        new("rolling", RolloutStrategy.Rolling, "one replica at a time; without spare GPUs the old one stops first"),
        new("recreate", RolloutStrategy.Recreate, "stops everything, then starts the new version"),
    ];

    public RolloutStrategy? Strategy { get; init; }
    public bool? SpareGpus { get; init; }
    public TimeSpan? DrainTimeout { get; init; }

    public static RolloutSection Bind(SectionReader s) => new()
    {
        Strategy = s.Choice("strategy", "How a new version replaces the old one.", Strategies, @default: "rolling", example: "rolling"),
        SpareGpus = s.Boolean("spare_gpus", "Whether the cluster has GPUs free for one more replica during an update.", @default: "false", example: "false"),
        DrainTimeout = s.Duration("drain_timeout", "How long running requests may finish before a pod is ended.", @default: "10m", example: "10m"),
    };
}
