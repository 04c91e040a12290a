using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Targets.Gateway;

/// <summary>Decides what the gateway takes, from whom, and where it sends it.</summary>
internal static class GatewayPlanner
{
    private const int FewestConnections = 100;
    private const int MostConnections = 1_000_000;
    private const int MostBurst = 1_000_000;

    /// <summary>nginx counts at least one request a minute; a workload below that sets no limit.</summary>
    private const double LeastRate = 0.02;

    /// <summary>Requests that come at once may be those of this time.</summary>
    private const int BurstSeconds = 4;

    /// <summary>Connections for each sequence that the engines hold.</summary>
    private const int ConnectionsPerSequence = 2;

    /// <summary>Null without a gateway section.</summary>
    public static GatewayPlan? Plan(DeploymentPlan p) => p.Deployment.Config.Gateway is { } stated ? Plan(stated, p) : null;

    private static GatewayPlan Plan(GatewaySection g, DeploymentPlan p)
    {
        var d = p.Deployment;
        var implementations = g.Implementations.IsDefaultOrEmpty ? GatewaySection.ImplementationsDefault.Value : g.Implementations;
        var rate = g.RateLimit.RequestsPerSecond ?? RateOf(d.Config.Workload);
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
            Burst = g.RateLimit.Burst ?? Burst(rate),
            Connections = g.RateLimit.Connections ?? Connections(d),
            MaxRequestBytes = g.MaxRequestSize ?? RequestSize.Roomy(p.Estimate.EffectiveMaxModelLen),
            ReadTimeout = g.ReadTimeout ?? GatewaySection.ReadTimeoutDefault,
            HashHeader = g.HashKey is null || g.HashKey == GatewaySection.HashKeyDefault ? "" : g.HashKey.ToLowerInvariant(),
            NginxBackends = EngineBackends.Of(g, d, $"{p.Name}.{p.Cluster.Namespace}.svc:{p.Cluster.ServicePort}"),
            EnvoyBackends = EngineBackends.Of(g, d, $"{p.Name}-engines.{p.Cluster.Namespace}.svc:{d.Serving.Port.Value}"),
            HeadlessService = EngineBackends.ChoosesPods(d.Config) ? p.Name + "-engines" : "",
            EngineKey = p.Secrets.FirstOrDefault(s => s.Variable != "HF_TOKEN"),
            EngineAuthorization = g.EngineAuthorization ?? GatewaySection.EngineAuthorizationDefault,
            AccessLog = g.AccessLog ?? GatewaySection.AccessLogDefault,
            PromptLog = PromptLog(d.Config, g),
            HealthPath = p.HealthPath,
        };
    }

    /// <summary>Requests that one subject may send at once.</summary>
    public static int Burst(double requestsPerSecond) => (int)Math.Min(MostBurst, Math.Ceiling(requestsPerSecond * BurstSeconds));

    private static double RateOf(WorkloadSection workload) =>
        workload.RequestsPerSecond is > LeastRate and { } stated ? stated : RateLimitSection.RequestsPerSecondDefault;

    private static int Connections(Deployment d)
    {
        var sequences = (long)d.Serving.MaxNumSeqs * d.Layout.Caches * (d.Config.Workload.Replicas ?? WorkloadSection.ReplicasDefault);
        return (int)Math.Clamp(ConnectionsPerSequence * sequences, FewestConnections, MostConnections);
    }

    /// <summary>Beside the access log.</summary>
    private static string? PromptLog(DeepSeekConfig config, GatewaySection gateway)
    {
        if (config.Compliance?.LogPrompts != true || !Retention.CanLogPrompts(gateway))
        {
            return null;
        }

        var access = gateway.AccessLog ?? GatewaySection.AccessLogDefault;
        var stem = access.EndsWith(".log", StringComparison.Ordinal) ? access[..^".log".Length] : access;
        return stem + "-prompts.log";
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
