using System.Globalization;
using ConfigKit.Rendering;
using ConfigKit.Targets.Compliance;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets.Gateway;

/// <summary>The gateway as templates see it.</summary>
internal static class GatewayView
{
    public static ScriptObject Of(GatewayPlan? g, CompliancePlan c, string healthPath) =>
        g is null
            ? []
            : new ScriptObject
            {
                ["host_names"] = List(g.HostNames),
                ["has_host_names"] = !g.HostNames.IsEmpty,
                ["port"] = g.Port,
                ["certificate"] = g.Certificate,
                ["certificate_key"] = g.CertificateKey,
                ["access_log"] = c.Access.Path,
                ["prompt_log"] = c.Prompts?.Path ?? "",
                ["issuer"] = g.Issuer,
                ["issuer_note"] = new Comment(g.Issuer),
                ["audiences"] = List(g.Audiences),
                ["audiences_note"] = new Comment(string.Join(", ", g.Audiences)),
                ["jwks_uri"] = g.JwksUri,
                ["jwks_note"] = new Comment(g.JwksUri),
                ["jwks"] = Address(g.JwksUri),
                ["roles_note"] = new Comment(g.RolesClaim),
                ["roles_path"] = List(RolesPath(g.RolesClaim)),
                ["space_delimited_claims"] = List([g.RolesClaim]),
                ["verifier_url"] = g.VerifierUrl,
                ["verifier_is_tls"] = WebAddress.Of(g.VerifierUrl).IsTls,
                ["grants"] = new ScriptArray(g.Grants.Select(Grant)),
                ["paths"] = List(g.Grants.SelectMany(a => a.Paths)),
                ["rate"] = Rate(g.RequestsPerSecond),
                ["burst"] = g.Burst,
                ["connections"] = g.Connections,
                ["bucket"] = Bucket(g),
                ["max_request_bytes"] = g.MaxRequestBytes,
                ["read_timeout"] = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(g.ReadTimeout.TotalSeconds))}s"),
                ["hash_header"] = g.HashHeader,
                ["hash_variable"] = "http_" + g.HashHeader.Replace('-', '_'),
                ["nginx_backends"] = List(g.NginxBackends),
                ["envoy_backends"] = new ScriptArray(g.EnvoyBackends.Select(b => Address("http://" + b))),
                ["headless_service"] = g.HeadlessService,
                ["has_engine_key"] = g.EngineKey is not null,
                ["engine_key_is_file"] = g.EngineKey?.IsFile == true,
                ["engine_key_source"] = g.EngineKey?.Source ?? "",
                ["engine_key_header"] = $"Bearer %ENVIRONMENT({g.EngineKey?.Source})%",
                ["engine_authorization"] = g.EngineAuthorization,
                ["health_path"] = healthPath,
            };

    /// <summary>The words of roles stand apart by commas or spaces; a lookahead ends a word, since nginx reads <c>$</c> as a variable.</summary>
    private static ScriptObject Grant(AccessGrant a) =>
        new()
        {
            ["name"] = a.Name,
            ["role"] = a.Role,
            ["role_pattern"] = $"~(?:^|[ ,]){a.Role.Replace(".", "\\.", StringComparison.Ordinal)}(?![^ ,])",
            ["method"] = a.Method,
            ["methods"] = List(a.Method == "GET" ? ["GET", "HEAD"] : [a.Method]),
            ["paths"] = List(a.Paths),
        };

    private static ScriptObject Address(string url)
    {
        var address = WebAddress.Of(url.Length > 0 ? url : "https://invalid");
        return new ScriptObject
        {
            ["host"] = address.Host,
            ["port"] = address.Port,
            ["is_tls"] = address.IsTls,
        };
    }

    /// <summary>A claim that is an address is one name, dots and all.</summary>
    private static string[] RolesPath(string claim) => claim.Contains('/', StringComparison.Ordinal) ? [claim] : claim.Split('.');

    /// <summary>nginx counts whole requests per second or minute.</summary>
    private static string Rate(double perSecond) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"rate={(double.IsInteger(perSecond) ? $"{perSecond}r/s" : $"{Math.Max(1, Math.Round(perSecond * 60))}r/m")}"
        );

    /// <summary>Envoy fills a bucket at most every 50 ms.</summary>
    private static ScriptObject Bucket(GatewayPlan g)
    {
        var tokens = Math.Max(1, (long)Math.Ceiling(g.RequestsPerSecond / 20));
        return new ScriptObject
        {
            ["max_tokens"] = Math.Max(g.Burst + 1L, tokens),
            ["tokens_per_fill"] = tokens,
            ["fill_interval"] = string.Create(CultureInfo.InvariantCulture, $"{tokens / g.RequestsPerSecond:0.######}s"),
        };
    }

    private static ScriptArray List(IEnumerable<string> items) => [.. items];
}
