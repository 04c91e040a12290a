using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Gateway;

/// <summary>Gateway and engine of one host on the same port.</summary>
internal sealed class GatewayPortTaken : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8014", "Gateway on the engine's port", Severity.Error)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "On one host two programs can't listen on the same port: the second one ends with `bind: address already in use`. It counts where a backend is this host, as it is without `gateway.backends` and without a kubernetes target.",
        },
        Bad = GatewayExample.R1With("  port: 8000\n  backends: [\"127.0.0.1:8000\"]\n"),
        Good = GatewayExample.R1With("  port: 8443\n  backends: [\"127.0.0.1:8000\"]\n"),
    };

    public GatewayPortTaken()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Config.Gateway is not { } g || !EngineBackends.Of(g, d, "").Any(b => IsSame(b, g.Port ?? Defaults.GatewayPort)))
            .Reports(s => new Finding(
                "gateway.port",
                $"the gateway listens on port {s.Deployment.Config.Gateway?.Port ?? Defaults.GatewayPort}, which a backend on this host has",
                $"set `gateway.port: {(s.Deployment.Config.Gateway?.Port is null or Defaults.GatewayPort ? 443 : Defaults.GatewayPort)}`"
            ));

    private static bool IsSame(string backend, int port) =>
        WebAddress.Of("http://" + backend) is { IsLocal: true } address && address.Port == port;
}
