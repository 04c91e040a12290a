using System.Collections.Immutable;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Targets.Gateway;

/// <summary>Decides what the gateway takes, from whom, and where it sends it.</summary>
internal static class GatewayPlanner
{
    private const int FewestConnections = 100;
    private const int BurstSeconds = 4;

    public static GatewayPlan Of(GatewaySection g, Deployment d, Estimate e, ClusterPlan cluster, string name, SecretReference? engineKey)
    {
        var implementations = g.Implementations.IsDefaultOrEmpty ? GatewaySection.ImplementationsDefault.Value : g.Implementations;
        var headless = EngineBackends.ChoosesPods(d.Config) ? name + "-engines" : "";
        var rate =
            g.RateLimit.RequestsPerSecond
            ?? (d.Config.Workload.RequestsPerSecond is > 0.02 and { } stated ? stated : RateLimitSection.RequestsPerSecondDefault);
        return new GatewayPlan
        {
            Implementations = [.. implementations.Order()],
            HostNames = g.HostNames.IsDefault ? [] : [.. g.HostNames.Distinct(StringComparer.Ordinal)],
            Port = g.Port ?? GatewaySection.PortDefault,
            Certificate = g.Certificate ?? GatewaySection.CertificateDefault,
            CertificateKey = g.CertificateKey ?? GatewaySection.CertificateKeyDefault,
            Issuer = g.Jwt.Issuer ?? "",
            Audiences = g.Jwt.Audiences.IsDefault ? [] : g.Jwt.Audiences,
            JwksUri = g.Jwt.JwksUri ?? "",
            RolesClaim = g.Jwt.RolesClaim ?? JwtSection.RolesClaimDefault,
            VerifierUrl = g.Jwt.VerifierUrl ?? JwtSection.VerifierUrlDefault,
            Grants = Grants(g.Roles, d.Engine.Engine.AdapterPaths),
            RequestsPerSecond = rate,
            Burst = g.RateLimit.Burst ?? (int)Math.Min(1_000_000, Math.Ceiling(rate * BurstSeconds)),
            Connections =
                g.RateLimit.Connections
                ?? (int)
                    Math.Clamp(
                        2L * d.Serving.MaxNumSeqs * d.Layout.Caches * (d.Config.Workload.Replicas ?? WorkloadSection.ReplicasDefault),
                        FewestConnections,
                        1_000_000
                    ),
            MaxRequestBytes = g.MaxRequestSize ?? RequestSize.Roomy(e.EffectiveMaxModelLen),
            ReadTimeout = g.ReadTimeout ?? GatewaySection.ReadTimeoutDefault,
            HashHeader = g.HashKey is null || g.HashKey == GatewaySection.HashKeyDefault ? "" : g.HashKey.ToLowerInvariant(),
            NginxBackends = EngineBackends.Of(g, d, $"{name}.{cluster.Namespace}.svc:{cluster.ServicePort}"),
            EnvoyBackends = EngineBackends.Of(g, d, $"{name}-engines.{cluster.Namespace}.svc:{d.Serving.Port.Value}"),
            HeadlessService = headless,
            EngineKey = engineKey,
            EngineAuthorization = g.EngineAuthorization ?? GatewaySection.EngineAuthorizationDefault,
        };
    }

    /// <summary>The engines' own paths for adapters; those of other engines are not there and stay denied.</summary>
    private static ImmutableArray<AccessGrant> Grants(RolesSection roles, ImmutableArray<string> adapters)
    {
        AccessGrant[] all =
        [
            new(
                "invoke",
                roles.Invoke ?? RolesSection.InvokeDefault,
                "POST",
                ["/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses"]
            ),
            new("read", roles.Read ?? RolesSection.ReadDefault, "GET", ["/v1/models"]),
            new("admin", roles.Admin ?? RolesSection.AdminDefault, "POST", adapters),
        ];
        return [.. all.Where(g => !g.Paths.IsEmpty)];
    }
}
