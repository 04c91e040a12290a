using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>Gateway and engine of one host on the same port.</summary>
internal sealed class GatewayPortTaken() : DeploymentRule(Fault)
{
    private const int HttpsPort = 443;

    private static readonly DiagnosticDescriptor Fault = new("CK8014", "Gateway on the engine's port", Severity.Error)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "On one host two programs can't listen on the same port: the second one ends with `bind: address already in use`. "
                + "It counts where a backend is this host, as it is without `gateway.backends` and without a kubernetes target.",
        },
        Bad = GatewayExample.R1With("  port: 8000\n  backends: [\"127.0.0.1:8000\"]\n"),
        Good = GatewayExample.R1With("  port: 8443\n  backends: [\"127.0.0.1:8000\"]\n"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Gateway is not { } gateway)
        {
            yield break;
        }

        var port = gateway.Port.Value;
        if (gateway.Backends.Or("").Any(b => IsSame(b, port)))
        {
            yield return new Finding(
                "gateway.port",
                $"the gateway listens on port {port}, which a backend on this host has",
                $"set `gateway.port: {(port == GatewaySection.PortDefault ? HttpsPort : GatewaySection.PortDefault)}`"
            );
        }
    }

    private static bool IsSame(string backend, int port) =>
        WebAddress.Of("http://" + backend) is { IsLocal: true } address && address.Port == port;
}
