using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>What is measured, logged and traced.</summary>
internal sealed record ObservabilitySettings
{
    public required Setting<bool> Metrics { get; init; }
    public required Setting<NcclLogLevel> NcclDebug { get; init; }

    /// <summary>Degrees Celsius above which a GPU is reported as hot.</summary>
    public required Setting<int> GpuTemperature { get; init; }

    /// <summary>Largest share of requests that may end in a server error.</summary>
    public required Setting<double> ErrorRate { get; init; }

    /// <summary>Base address of Prometheus, without a slash at its end.</summary>
    public required Setting<string> PrometheusUrl { get; init; }

    /// <summary>Null: no traces.</summary>
    public TracingSettings? Tracing { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">The section.</param>
    /// <param name="name">Name of the deployment.</param>
    public static ObservabilitySettings Resolve(Decisions decided, ObservabilitySection stated, string name) =>
        new()
        {
            Metrics = decided.Of("observability.metrics", stated.Metrics, ObservabilitySection.MetricsDefault, "on by default"),
            NcclDebug = decided.Of(
                "observability.nccl_debug",
                stated.NcclDebug,
                ObservabilitySection.NcclDebugDefault,
                "errors with their cause"
            ),
            GpuTemperature = decided.Of(
                "observability.gpu_temperature",
                stated.GpuTemperature,
                ObservabilitySection.GpuTemperatureDefault,
                $"{ObservabilitySection.GpuTemperatureDefault} °C unless stated"
            ),
            ErrorRate = decided.Of(
                "observability.error_rate",
                stated.ErrorRate,
                ObservabilitySection.ErrorRateDefault,
                "5 of 100 requests unless stated"
            ),
            PrometheusUrl = decided.Of(
                "observability.prometheus_url",
                stated.PrometheusUrl?.TrimEnd('/'),
                ObservabilitySection.PrometheusUrlDefault,
                "the Prometheus operator's Service"
            ),
            Tracing = stated.Tracing is { OtlpEndpoint: { } endpoint } tracing
                ? TracingSettings.Resolve(decided, tracing, endpoint, name)
                : null,
        };
}
