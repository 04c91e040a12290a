using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Targets;

/// <summary>OpenTelemetry in the notation of each engine.</summary>
internal static class Tracing
{
    /// <summary>vLLM and TensorRT-LLM take the URL; SGLang over gRPC takes host and port alone.</summary>
    public static IEnumerable<string> Arguments(Deployment d)
    {
        if (d.Config.Observability.Tracing is not { OtlpEndpoint: { } endpoint } tracing || !EngineFlags.SendsTraces(d.Engine))
        {
            return [];
        }

        return d.Engine.Kind switch
        {
            EngineKind.Vllm =>
            [
                "--otlp-traces-endpoint",
                endpoint,
                .. tracing.Detailed == true ? (string[])["--collect-detailed-traces", "all"] : [],
            ],
            EngineKind.Sglang =>
            [
                "--enable-trace",
                "--otlp-traces-endpoint",
                tracing.Protocol == TracingProtocol.Http ? endpoint : HostOf(endpoint) + ":" + PortOf(endpoint),
            ],
            _ => ["--otlp_traces_endpoint", endpoint],
        };
    }

    /// <summary>The variables of OpenTelemetry's own specification.</summary>
    public static IEnumerable<EnvironmentVariable> Variables(Deployment d, string name)
    {
        if (d.Config.Observability.Tracing is not { OtlpEndpoint: { } endpoint } tracing || !EngineFlags.SendsTraces(d.Engine))
        {
            yield break;
        }

        yield return new("OTEL_SERVICE_NAME", tracing.ServiceName ?? name, "observability.tracing.service_name", IsCommunication: false);
        yield return new(
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
            TracingSection.Protocols.First(p => p.Value == (tracing.Protocol ?? TracingSection.ProtocolDefault)).Name,
            "observability.tracing.protocol",
            IsCommunication: false
        );
        if (endpoint.StartsWith("http:", StringComparison.Ordinal))
        {
            yield return new("OTEL_EXPORTER_OTLP_TRACES_INSECURE", "true", "the endpoint has no TLS", IsCommunication: false);
        }
    }

    public static string HostOf(string endpoint) => Authority(endpoint).Split(':')[0];

    public static int PortOf(string endpoint) =>
        int.Parse(Authority(endpoint).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static string Authority(string endpoint) => endpoint[(endpoint.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('/')[0];
}
