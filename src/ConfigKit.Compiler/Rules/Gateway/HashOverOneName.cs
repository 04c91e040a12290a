using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Rules.Gateway;

/// <summary>Replicas that nginx can't tell apart.</summary>
internal sealed class HashOverOneName() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8019", "Consistent hashing over a single backend", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "nginx puts the names of its `server` lines on the ring, not the addresses behind them "
                + "(ngx_http_upstream_hash_module), and takes the addresses of one name in turn: over one Service name, headless or "
                + "not, `hash … consistent` keeps nothing on a replica, and prefix caches are missed. Envoy (STRICT_DNS) puts each "
                + "address on the ring and gets the headless Service that is written for it. Outside a cluster a single backend "
                + "leaves the other replicas without work.",
        },
        Bad = GatewayExample.R1With("  implementations: [nginx]\nworkload: {replicas: 4}\n"),
        Good = GatewayExample.R1With("  implementations: [envoy]\nworkload: {replicas: 4}\n"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (gateway, replicas) = (s.Deployment.Gateway, s.Deployment.Workload.Replicas.Value);
        if (gateway is not null && replicas != 1 && HasOneBackend(gateway))
        {
            yield return new Finding(
                "gateway.backends",
                $"{replicas} replicas stand behind one backend: consistent hashing has nothing to choose from",
                "name each replica in `gateway.backends`, or use Envoy alone in a cluster: `gateway.implementations: [envoy]`"
            );
        }
    }

    /// <summary>Envoy hashes over the addresses behind a name of the cluster.</summary>
    private static bool HasOneBackend(GatewaySettings g)
    {
        var isEnvoyAlone = !g.Implementations.Value.Contains(GatewayKind.Nginx);
        return !(isEnvoyAlone && g.Backends.AreInCluster) && g.Backends.Or("").Length == 1;
    }
}
