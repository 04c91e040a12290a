using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Engines;

/// <summary>An address for traces that does not go with its protocol.</summary>
internal sealed class TracingAddressUnlikely() : DeploymentRule(Fault)
{
    // https://opentelemetry.io/docs/specs/otlp/: the default ports, and the default path of traces over HTTP.
    private const string GrpcPort = "4317";
    private const string HttpPort = "4318";
    private const string HttpPath = "/v1/traces";

    private static readonly DiagnosticDescriptor Fault = new(
        "CK7029",
        "Address of traces that does not go with the protocol",
        Severity.Warning
    )
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "Collectors take OTLP over gRPC on port 4317, without a path, and OTLP over HTTP on port 4318 at /v1/traces; the "
                + "engines hand the address to the exporter as it is. With the wrong one every export fails, and only the engine's "
                + "log tells.",
        },
        Bad = Examples.R1OnH200 + "observability: {tracing: {otlp_endpoint: \"http://collector:4318\"}}\n",
        Good = Examples.R1OnH200 + "observability: {tracing: {otlp_endpoint: \"http://collector:4317\"}}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Observability.Tracing is not { Endpoint: var endpoint } tracing)
        {
            yield break;
        }

        var authority = endpoint[(endpoint.IndexOf("//", StringComparison.Ordinal) + 2)..];
        var (path, port) = (
            authority.Contains('/', StringComparison.Ordinal) ? authority[authority.IndexOf('/', StringComparison.Ordinal)..] : "",
            authority.Split('/')[0].Split(':')[1]
        );
        var isHttp = tracing.Protocol.Value == TracingProtocol.Http;
        if (isHttp && (port == GrpcPort || !path.EndsWith(HttpPath, StringComparison.Ordinal)))
        {
            yield return new(
                "observability.tracing.otlp_endpoint",
                $"OTLP over HTTP is usually at port {HttpPort} and {HttpPath}, not {endpoint}",
                $"write it like `http://collector:{HttpPort}{HttpPath}`"
            );
        }
        else if (!isHttp && (port == HttpPort || path.Length > 1))
        {
            yield return new(
                "observability.tracing.otlp_endpoint",
                $"OTLP over gRPC is usually at port {GrpcPort} without a path, not {endpoint}",
                $"write it like `http://collector:{GrpcPort}`, or set `protocol: http/protobuf`"
            );
        }
    }
}
