using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The way from a Gateway to the endpoint.</summary>
internal sealed record RouteSection
{
    public ImmutableArray<string> Hostnames { get; init; }
    public string? Gateway { get; init; }
    public string? GatewayNamespace { get; init; }
    public string? Listener { get; init; }
    public TimeSpan? RequestTimeout { get; init; }
    public string? EndpointPicker { get; init; }
    public int? EndpointPickerPort { get; init; }

    public static Default<int> EndpointPickerPortDefault { get; } = new(9002);

    public static RouteSection Bind(SectionReader s) =>
        new()
        {
            Hostnames = s.Texts(
                "hostnames",
                "Host names of the endpoint.",
                @default: Default.Rule("the listener's"),
                example: "[llm.example.com]",
                pattern: KubernetesNames.Hostname,
                meaning: "a lower-case host name, which may start with `*.`"
            ),
            Gateway = s.Text(
                "gateway",
                "Name of the Gateway.",
                example: "public",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning,
                required: true
            ),
            GatewayNamespace = s.Text(
                "gateway_namespace",
                "Namespace of the Gateway; its pods may call the endpoint.",
                @default: Default.Rule("the endpoint's own"),
                example: "gateway",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            Listener = s.Text(
                "listener",
                "Listener of the Gateway.",
                @default: Default.Rule("every listener that allows the route"),
                example: "https",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            RequestTimeout = s.Duration(
                "request_timeout",
                "Maximum duration of a request, including its stream.",
                @default: Default.Rule("none"),
                example: "30m"
            ),
            EndpointPicker = s.Text(
                "endpoint_picker",
                "Service of an endpoint picker of the Gateway API Inference "
                    + "Extension; an InferencePool is written and the route points to it.",
                example: "deepseek-epp",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            EndpointPickerPort = s.Integer(
                "endpoint_picker_port",
                "Port of the endpoint picker.",
                1,
                65_535,
                @default: EndpointPickerPortDefault,
                example: "9002"
            ),
        };
}
