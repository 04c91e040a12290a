using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Targets;

/// <summary>OpenTelemetry's own settings, which the engines share.</summary>
internal static class Tracing
{
    /// <summary>The variables of OpenTelemetry's own specification.</summary>
    public static IEnumerable<EnvironmentVariable> Variables(Deployment d)
    {
        if (d.Observability.Tracing is not { } tracing || !d.Engine.Takes("observability.tracing.otlp_endpoint"))
        {
            yield break;
        }

        yield return new("OTEL_SERVICE_NAME", tracing.ServiceName, "observability.tracing.service_name", IsCommunication: false);
        yield return new(
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
            TracingSection.Protocols.First(p => p.Value == tracing.Protocol.Value).Name,
            "observability.tracing.protocol",
            IsCommunication: false
        );
        if (tracing.Endpoint.StartsWith("http:", StringComparison.Ordinal))
        {
            yield return new("OTEL_EXPORTER_OTLP_TRACES_INSECURE", "true", "the endpoint has no TLS", IsCommunication: false);
        }
    }

    public static string HostOf(string endpoint) => Authority(endpoint).Split(':')[0];

    public static int PortOf(string endpoint) =>
        int.Parse(Authority(endpoint).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static string Authority(string endpoint) => endpoint[(endpoint.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('/')[0];
}
