using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

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
        new("version", NcclLogLevel.Version, "only the version"),
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
    public TracingSection? Tracing { get; init; }

    public static Default<bool> MetricsDefault { get; } = new(true);
    public static Default<NcclLogLevel> NcclDebugDefault { get; } = new(NcclLogLevel.Warn);

    /// <summary>Degrees Celsius.</summary>
    public static Default<int> GpuTemperatureDefault { get; } = new(85);

    public static Default<double> ErrorRateDefault { get; } = new(0.05);

    /// <summary>The Service that the Prometheus operator makes, in the usual namespace.</summary>
    public static Default<string> PrometheusUrlDefault { get; } = new("http://prometheus-operated.monitoring.svc:9090");

    public static ObservabilitySection Bind(SectionReader s) =>
        new()
        {
            Metrics = s.Boolean("metrics", "Exports Prometheus metrics and marks the pods for scraping.", @default: MetricsDefault),
            NcclDebug = s.Choice("nccl_debug", "Verbosity of NCCL.", Levels, @default: NcclDebugDefault, example: "warn"),
            GpuTemperature = s.Integer(
                "gpu_temperature",
                "GPU temperature in °C above which an alert fires.",
                40,
                120,
                @default: GpuTemperatureDefault,
                example: "85"
            ),
            ErrorRate = s.Number(
                "error_rate",
                "Share of requests that may end in a server error before an alert fires and a canary or blue-green rollout is rolled back.",
                0.0001,
                1,
                @default: ErrorRateDefault,
                example: "0.05"
            ),
            PrometheusUrl = s.Text(
                "prometheus_url",
                "Address of the Prometheus server that autoscaling and rollouts query.",
                @default: PrometheusUrlDefault,
                example: "http://prometheus.monitoring.svc:9090",
                pattern: KubernetesNames.Url,
                meaning: "an address such as http://host:9090"
            ),
            Tracing = s.OptionalSection("tracing", "OpenTelemetry traces of requests.", TracingSection.Bind),
        };
}
