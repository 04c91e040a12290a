using System.Collections.Immutable;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Targets.Gateway;

/// <summary>Decides what the gateway takes, from whom, and where it sends it.</summary>
internal static class GatewayPlanner
{
    /// <summary>Null without a gateway section.</summary>
    public static GatewayPlan? Plan(DeploymentPlan p) => p.Deployment.Gateway is { } decided ? Plan(decided, p) : null;

    private static GatewayPlan Plan(GatewaySettings g, DeploymentPlan p)
    {
        var d = p.Deployment;
        return new GatewayPlan
        {
            Implementations = g.Implementations,
            HostNames = g.HostNames,
            Port = g.Port,
            Certificate = g.Certificate,
            CertificateKey = g.CertificateKey,
            Issuer = g.Jwt.Issuer ?? "",
            Audiences = g.Jwt.Audiences,
            JwksUri = g.Jwt.JwksUri ?? "",
            RolesClaim = g.Jwt.RolesClaim,
            VerifierUrl = g.Jwt.VerifierUrl,
            Grants = Grants(g.Roles, d.Engine.Engine.AdapterPaths),
            RequestsPerSecond = g.RequestsPerSecond,
            Burst = g.Burst,
            Connections = g.Connections,
            MaxRequestBytes = g.MaxRequestBytes ?? GatewaySettings.RoomyRequestBytes(p.Estimate.EffectiveMaxModelLen),
            ReadTimeout = g.ReadTimeout,
            HashHeader = g.HashHeader,
            NginxBackends = g.Backends.Or($"{p.Name}.{p.Cluster.Namespace}.svc:{p.Cluster.ServicePort}"),
            EnvoyBackends = g.Backends.Or($"{p.Name}-engines.{p.Cluster.Namespace}.svc:{p.Port}"),
            HeadlessService = g.ChoosesPods ? p.Name + "-engines" : "",
            EngineKey = p.Secrets.FirstOrDefault(s => s.Variable != "HF_TOKEN"),
            EngineAuthorization = g.EngineAuthorization,
            AccessLog = g.AccessLog,
            PromptLog = d.Compliance.PromptLog,
            HealthPath = p.HealthPath,
        };
    }

    /// <summary>The engines' own paths for adapters; those of other engines are not there and stay denied.</summary>
    private static ImmutableArray<AccessGrant> Grants(RoleNames roles, ImmutableArray<string> adapters)
    {
        AccessGrant[] all =
        [
            new("invoke", roles.Invoke, "POST", ["/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses"]),
            new("read", roles.Read, "GET", ["/v1/models"]),
            new("admin", roles.Admin, "POST", adapters),
        ];
        return [.. all.Where(g => !g.Paths.IsEmpty)];
    }
}
