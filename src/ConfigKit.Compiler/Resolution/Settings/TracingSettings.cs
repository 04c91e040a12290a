using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>OpenTelemetry traces of the requests.</summary>
internal sealed record TracingSettings
{
    /// <summary>Where the engine sends its traces.</summary>
    public required string Endpoint { get; init; }

    public required Setting<TracingProtocol> Protocol { get; init; }
    public required Setting<string> ServiceName { get; init; }

    /// <summary>vLLM: whether model and workers are timed too.</summary>
    public required Setting<bool> Detailed { get; init; }

    /// <summary>Where the collector passes traces on; null: it prints them.</summary>
    public string? Backend { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">The section.</param>
    /// <param name="endpoint">Its required key.</param>
    /// <param name="name">Name of the deployment.</param>
    public static TracingSettings Resolve(Decisions decided, TracingSection stated, string endpoint, string name) =>
        new()
        {
            Endpoint = endpoint,
            Protocol = decided.Of(
                "observability.tracing.protocol",
                stated.Protocol,
                TracingSection.ProtocolDefault,
                "OpenTelemetry's usual one"
            ),
            ServiceName = decided.Of("observability.tracing.service_name", stated.ServiceName, name, "the name of the deployment"),
            Detailed = decided.Of("observability.tracing.detailed", stated.Detailed, TracingSection.DetailedDefault, "off by default"),
            Backend = stated.Backend,
        };
}
