using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>How traces travel.</summary>
internal enum TracingProtocol
{
    Grpc,
    Http,
}

/// <summary>OpenTelemetry traces of the requests.</summary>
internal sealed record TracingSection
{
    public static ImmutableArray<Choice<TracingProtocol>> Protocols { get; } =
    [
        new("grpc", TracingProtocol.Grpc, "OTLP over gRPC, usually port 4317"),
        new("http/protobuf", TracingProtocol.Http, "OTLP over HTTP, usually port 4318 and path /v1/traces"),
    ];

    private const string UrlPattern = @"^https?://[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?:[1-9][0-9]{0,4}(/[A-Za-z0-9._/-]*)?$";
    private const string UrlMeaning = "a URL with its port, such as http://collector:4317";

    public string? OtlpEndpoint { get; init; }
    public TracingProtocol? Protocol { get; init; }
    public string? ServiceName { get; init; }
    public bool? Detailed { get; init; }
    public string? Backend { get; init; }

    public static Default<TracingProtocol> ProtocolDefault { get; } = new(TracingProtocol.Grpc);
    public static Default<bool> DetailedDefault { get; } = new(false);

    public static TracingSection Bind(SectionReader s) =>
        new()
        {
            OtlpEndpoint = s.Text(
                "otlp_endpoint",
                "Where the engine sends its traces. The image must contain the OpenTelemetry packages for Python.",
                example: "http://otel-collector.monitoring.svc:4317",
                pattern: UrlPattern,
                meaning: UrlMeaning,
                required: true
            ),
            Protocol = s.Choice(
                "protocol",
                "OTLP transport (OTEL_EXPORTER_OTLP_TRACES_PROTOCOL).",
                Protocols,
                @default: ProtocolDefault,
                example: "grpc"
            ),
            ServiceName = s.Text(
                "service_name",
                "Name of the service in the traces (OTEL_SERVICE_NAME).",
                @default: Default.Rule("the name of the deployment"),
                example: "deepseek-r1",
                pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$",
                meaning: "a name of letters, digits, `.`, `_` and `-`"
            ),
            Detailed = s.Boolean(
                "detailed",
                "vLLM: also times model and workers, which costs speed.",
                @default: DetailedDefault,
                example: "false"
            ),
            Backend = s.Text(
                "backend",
                "OTLP gRPC endpoint that the collector forwards traces to.",
                @default: Default.Rule("the collector prints them"),
                example: "http://tempo:4317",
                pattern: UrlPattern,
                meaning: UrlMeaning
            ),
        };
}
