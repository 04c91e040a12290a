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
            Checks = "`workload.replicas` is not 1 and the gateway has a single backend name. Envoy alone in a cluster is exempt.",
            Why =
                "nginx hashes over the names of its `server` lines, not over the addresses behind them, and takes the addresses "
                + "of one name in turn. Over one Service name, `hash … consistent` keeps no caller on a replica, so prefix caches "
                + "are missed. Outside a cluster, a single backend leaves the other replicas idle. Envoy (STRICT_DNS) hashes over "
                + "each address of the headless Service that is written for it.",
            Fix = "In a cluster, set `gateway.implementations: [envoy]`. Elsewhere, list each replica in `gateway.backends`.",
            References =
            [
                new("nginx: hash", "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#hash"),
                new(
                    "Envoy: service discovery (strict DNS)",
                    "https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/service_discovery"
                ),
            ],
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
                $"{replicas} replicas share one backend name, so consistent hashing can't tell them apart",
                gateway.Backends.AreInCluster ? "set `gateway.implementations: [envoy]`" : "list each replica in `gateway.backends`"
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
