using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>An address for traces that does not go with its protocol.</summary>
internal static class TracingAddressUnlikely
{
    // https://opentelemetry.io/docs/specs/otlp/: the default ports, and the default path of traces over HTTP.
    public const string GrpcPort = "4317";
    public const string HttpPort = "4318";
    public const string HttpPath = "/v1/traces";

    public static readonly DiagnosticDescriptor Fault = new("CK7029", "Trace endpoint doesn't match the protocol", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Collectors take OTLP over gRPC on port 4317 without a path, and OTLP over HTTP on port 4318 at /v1/traces. "
                + "Engines pass the address on as it is.",
            Why = "Every export fails, and only the engine's log tells: traces are missing when you need them.",
            Fix = "Change the port and path, or `observability.tracing.protocol`.",
            References =
            [
                SourceLinks.Otlp,
                new("OpenTelemetry: OTLP exporter", "https://opentelemetry.io/docs/specs/otel/protocol/exporter/"),
            ],
        },
        Bad = Examples.R1OnH200 + "observability: {tracing: {otlp_endpoint: \"http://collector:4318\"}}\n",
        Good = Examples.R1OnH200 + "observability: {tracing: {otlp_endpoint: \"http://collector:4317\"}}\n",
    };

    /// <summary>Whether an address is as OTLP over HTTP usually has it.</summary>
    public static bool IsUsualOverHttp(string endpoint)
    {
        var (port, path) = Parts(endpoint);
        return port != GrpcPort && path.EndsWith(HttpPath, StringComparison.Ordinal);
    }

    /// <summary>Whether an address is as OTLP over gRPC usually has it.</summary>
    public static bool IsUsualOverGrpc(string endpoint)
    {
        var (port, path) = Parts(endpoint);
        return port != HttpPort && path.Length <= 1;
    }

    private static (string Port, string Path) Parts(string endpoint)
    {
        var authority = endpoint[(endpoint.IndexOf("//", StringComparison.Ordinal) + 2)..];
        var slash = authority.IndexOf('/', StringComparison.Ordinal);
        return (authority.Split('/')[0].Split(':')[1], slash < 0 ? "" : authority[slash..]);
    }
}
