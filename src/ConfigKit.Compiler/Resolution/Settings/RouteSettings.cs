using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>An HTTPRoute from a Gateway to the endpoint.</summary>
internal sealed record RouteSettings
{
    /// <summary>Empty: those of the listener.</summary>
    public required ImmutableArray<string> Hostnames { get; init; }

    public required string Gateway { get; init; }
    public required Setting<string> GatewayNamespace { get; init; }

    /// <summary>Null: all that allow the route.</summary>
    public string? Listener { get; init; }

    /// <summary>Null: no limit.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>Service of an endpoint picker; null: requests are spread evenly.</summary>
    public string? EndpointPicker { get; init; }

    public required Setting<int> EndpointPickerPort { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">The section.</param>
    /// <param name="space">Namespace of the endpoint.</param>
    public static RouteSettings Resolve(Decisions decided, RouteSection stated, string space) =>
        new()
        {
            Hostnames = stated.Hostnames.IsDefault ? [] : stated.Hostnames,
            Gateway = stated.Gateway ?? "", // the binder has said that it is missing
            GatewayNamespace = decided.Of("kubernetes.route.gateway_namespace", stated.GatewayNamespace, space, "the endpoint's own"),
            Listener = stated.Listener,
            RequestTimeout = stated.RequestTimeout,
            EndpointPicker = stated.EndpointPicker,
            EndpointPickerPort = decided.Of(
                "kubernetes.route.endpoint_picker_port",
                stated.EndpointPickerPort,
                RouteSection.EndpointPickerPortDefault,
                "the endpoint picker's default"
            ),
        };
}
