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
                "`gateway.port` is compared with the port of each backend on this host. Without `gateway.backends` and without a "
                + "kubernetes target, the backend is the engine on this host.",
            Why = "Two programs can't listen on the same port: the second one to start exits with `bind: address already in use`.",
            Fix = "Give the gateway its own port, such as 8443. Clients must use the new port.",
            References = [new("bind(2), EADDRINUSE", "https://man7.org/linux/man-pages/man2/bind.2.html")],
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
                $"port {port} is used by both the gateway and a backend on this host",
                $"set `gateway.port: {(port == GatewaySection.PortDefault ? HttpsPort : GatewaySection.PortDefault)}`"
            );
        }
    }

    private static bool IsSame(string backend, int port) =>
        WebAddress.Of("http://" + backend) is { IsLocal: true } address && address.Port == port;
}
