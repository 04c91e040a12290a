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

    /// <param name="stated">The section.</param>
    /// <param name="endpoint">Its required key.</param>
    /// <param name="name">Name of the deployment.</param>
    public static TracingSettings Resolve(TracingSection stated, string endpoint, string name) =>
        new()
        {
            Endpoint = endpoint,
            Protocol = Setting.Of(stated.Protocol, TracingSection.ProtocolDefault, "OpenTelemetry's usual one"),
            ServiceName = Setting.Of(stated.ServiceName, name, "the name of the deployment"),
            Detailed = Setting.Of(stated.Detailed, TracingSection.DetailedDefault, "off by default"),
            Backend = stated.Backend,
        };
}
