using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules.Gateway;

/// <summary>Replicas that nginx can't tell apart.</summary>
internal sealed class HashOverOneName : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8019", "Consistent hashing over a single backend", Severity.Warning)
    {
        Explanation =
            "nginx puts the names of its `server` lines on the ring, not the addresses behind them (ngx_http_upstream_hash_module), and takes the addresses of one name in turn: over one Service name, headless or not, `hash … consistent` keeps nothing on a replica, and prefix caches are missed. Envoy (STRICT_DNS) puts each address on the ring and gets the headless Service that is written for it. Outside a cluster a single backend leaves the other replicas without work.",
        Bad = GatewayExample.R1With("  implementations: [nginx]\nworkload: {replicas: 4}\n"),
        Good = GatewayExample.R1With("  implementations: [envoy]\nworkload: {replicas: 4}\n"),
    };

    public HashOverOneName()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d =>
                d.Config.Gateway is not { } g
                || (d.Config.Workload.Replicas ?? WorkloadSection.ReplicasDefault) == 1
                || !HasOneBackend(g, d)
            )
            .Reports(s => new Finding(
                "gateway.backends",
                $"{s.Deployment.Config.Workload.Replicas} replicas stand behind one backend: consistent hashing has nothing to choose from",
                "name each replica in `gateway.backends`, or use Envoy alone in a cluster: `gateway.implementations: [envoy]`"
            ));

    /// <summary>Envoy hashes over the addresses behind a name of the cluster.</summary>
    private static bool HasOneBackend(GatewaySection g, Deployment d)
    {
        var isEnvoyAlone = !g.Implementations.IsDefaultOrEmpty && !g.Implementations.Contains(GatewayKind.Nginx);
        return !(isEnvoyAlone && EngineBackends.AreInCluster(d.Config)) && EngineBackends.Of(g, d, "").Length == 1;
    }
}
