using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Gateway;

/// <summary>Gateway and engine of one host on the same port.</summary>
internal sealed class GatewayPortTaken : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8014", "Gateway on the engine's port", Severity.Error)
    {
        Explanation =
            "On one host two programs can't listen on the same port: the second one ends with `bind: address already in use`. It counts where a backend is this host, as it is without `gateway.backends` and without a kubernetes target.",
        Bad = GatewayExample.R1With("  port: 8000\n  backends: [\"127.0.0.1:8000\"]\n"),
        Good = GatewayExample.R1With("  port: 8443\n  backends: [\"127.0.0.1:8000\"]\n"),
    };

    public GatewayPortTaken()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Config.Gateway is not { } g || !EngineBackends.Of(g, d, "").Any(b => IsSame(b, PortOf(g))))
            .Reports(s => new Finding(
                "gateway.port",
                $"the gateway listens on port {PortOf(s.Deployment.Config.Gateway)}, which a backend on this host has",
                $"set `gateway.port: {(PortOf(s.Deployment.Config.Gateway) == GatewaySection.PortDefault ? 443 : GatewaySection.PortDefault)}`"
            ));

    private static int PortOf(GatewaySection? gateway) => gateway?.Port ?? GatewaySection.PortDefault;

    private static bool IsSame(string backend, int port) =>
        WebAddress.Of("http://" + backend) is { IsLocal: true } address && address.Port == port;
}
