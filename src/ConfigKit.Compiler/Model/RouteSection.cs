using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The way from a Gateway to the endpoint.</summary>
internal sealed record RouteSection
{
    private const string LabelMeaning = "a DNS label: lower case letters, digits and `-`, at most 63";

    public ImmutableArray<string> Hostnames { get; init; }
    public string? Gateway { get; init; }
    public string? GatewayNamespace { get; init; }
    public string? Listener { get; init; }
    public TimeSpan? RequestTimeout { get; init; }
    public string? EndpointPicker { get; init; }
    public int? EndpointPickerPort { get; init; }

    public static RouteSection Bind(SectionReader s) =>
        new()
        {
            Hostnames = s.Texts(
                "hostnames",
                "Host names of the endpoint.",
                @default: "those of the listener",
                example: "[llm.example.com]",
                pattern: KubernetesNames.Hostname,
                meaning: "a host name in lower case, which may start with `*.`"
            ),
            Gateway = s.Text(
                "gateway",
                "Name of the Gateway.",
                example: "public",
                pattern: KubernetesNames.Label,
                meaning: LabelMeaning,
                required: true
            ),
            GatewayNamespace = s.Text(
                "gateway_namespace",
                "Namespace of the Gateway; its pods may call the endpoint.",
                @default: "the endpoint's own",
                example: "gateway",
                pattern: KubernetesNames.Label,
                meaning: LabelMeaning
            ),
            Listener = s.Text(
                "listener",
                "Listener of the Gateway.",
                @default: "all that allow the route",
                example: "https",
                pattern: KubernetesNames.Label,
                meaning: LabelMeaning
            ),
            RequestTimeout = s.Duration(
                "request_timeout",
                "Longest time of a request, its stream included.",
                @default: "none",
                example: "30m"
            ),
            EndpointPicker = s.Text(
                "endpoint_picker",
                "Service of an endpoint picker of the Gateway API Inference Extension: an InferencePool is written and the route leads to it.",
                example: "deepseek-epp",
                pattern: KubernetesNames.Label,
                meaning: LabelMeaning
            ),
            EndpointPickerPort = s.Integer(
                "endpoint_picker_port",
                "Port of the endpoint picker.",
                1,
                65_535,
                @default: "9002",
                example: "9002"
            ),
        };
}
