using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Rendering;
using ConfigKit.Text;
using Scriban.Runtime;

namespace ConfigKit.Targets.Gateway;

/// <summary>The gateway where its templates look for it.</summary>
internal sealed record GatewayPage(GatewayView Gateway) : View
{
    public override ScriptObject ToScript() => new() { ["gateway"] = Gateway.ToScript() };
}

/// <summary>The gateway as templates see it.</summary>
internal sealed record GatewayView : View
{
    private const int SecondsPerMinute = 60;

    public required ImmutableArray<string> HostNames { get; init; }
    public bool HasHostNames => !HostNames.IsEmpty;
    public required int Port { get; init; }
    public required string Certificate { get; init; }
    public required string CertificateKey { get; init; }
    public required string AccessLog { get; init; }
    public required string PromptLog { get; init; }
    public required string Issuer { get; init; }
    public required Comment IssuerNote { get; init; }
    public required ImmutableArray<string> Audiences { get; init; }
    public required Comment AudiencesNote { get; init; }
    public required string JwksUri { get; init; }
    public required Comment JwksNote { get; init; }
    public required AddressView Jwks { get; init; }
    public required Comment RolesNote { get; init; }
    public required ImmutableArray<string> RolesPath { get; init; }
    public required ImmutableArray<string> SpaceDelimitedClaims { get; init; }
    public required string VerifierUrl { get; init; }
    public required bool VerifierIsTls { get; init; }
    public required ImmutableArray<AccessGrantView> Grants { get; init; }
    public required ImmutableArray<string> Paths { get; init; }
    public required string Rate { get; init; }
    public required int Burst { get; init; }
    public required int Connections { get; init; }
    public required BucketView Bucket { get; init; }
    public required long MaxRequestBytes { get; init; }
    public required string ReadTimeout { get; init; }
    public required string HashHeader { get; init; }
    public required string HashVariable { get; init; }
    public required ImmutableArray<string> NginxBackends { get; init; }
    public required ImmutableArray<AddressView> EnvoyBackends { get; init; }
    public required bool HasEngineKey { get; init; }
    public required bool EngineKeyIsFile { get; init; }
    public required string EngineKeySource { get; init; }
    public required string EngineKeyHeader { get; init; }
    public required string EngineAuthorization { get; init; }
    public required string HealthPath { get; init; }

    public static GatewayView Of(GatewayPlan g) =>
        new()
        {
            HostNames = g.HostNames,
            Port = g.Port,
            Certificate = g.Certificate,
            CertificateKey = g.CertificateKey,
            AccessLog = g.AccessLog,
            PromptLog = g.PromptLog ?? "",
            Issuer = g.Issuer,
            IssuerNote = new Comment(g.Issuer),
            Audiences = g.Audiences,
            AudiencesNote = new Comment(string.Join(", ", g.Audiences)),
            JwksUri = g.JwksUri,
            JwksNote = new Comment(g.JwksUri),
            Jwks = AddressView.Of(g.JwksUri.Length > 0 ? g.JwksUri : "https://invalid"),
            RolesNote = new Comment(g.RolesClaim),
            RolesPath = PathOf(g.RolesClaim),
            SpaceDelimitedClaims = [g.RolesClaim],
            VerifierUrl = g.VerifierUrl,
            VerifierIsTls = WebAddress.Of(g.VerifierUrl).IsTls,
            Grants = [.. g.Grants.Select(AccessGrantView.Of)],
            Paths = [.. g.Grants.SelectMany(a => a.Paths)],
            Rate = NginxRate(g.RequestsPerSecond),
            Burst = g.Burst,
            Connections = g.Connections,
            Bucket = BucketView.Of(g),
            MaxRequestBytes = g.MaxRequestBytes,
            ReadTimeout = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Amount.Seconds(g.ReadTimeout))}s"),
            HashHeader = g.HashHeader,
            HashVariable = "http_" + g.HashHeader.Replace('-', '_'),
            NginxBackends = g.NginxBackends,
            EnvoyBackends = [.. g.EnvoyBackends.Select(b => AddressView.Of("http://" + b))],
            HasEngineKey = g.EngineKey is not null,
            EngineKeyIsFile = g.EngineKey?.IsFile == true,
            EngineKeySource = g.EngineKey?.Source ?? "",
            EngineKeyHeader = $"Bearer %ENVIRONMENT({g.EngineKey?.Source})%",
            EngineAuthorization = g.EngineAuthorization,
            HealthPath = g.HealthPath,
        };

    /// <summary>A claim that is an address is one name, dots and all.</summary>
    private static ImmutableArray<string> PathOf(string claim) =>
        claim.Contains('/', StringComparison.Ordinal) ? [claim] : [.. claim.Split('.')];

    /// <summary>nginx counts whole requests per second or minute.</summary>
    public static string NginxRate(double perSecond) =>
        double.IsInteger(perSecond)
            ? string.Create(CultureInfo.InvariantCulture, $"rate={perSecond}r/s")
            : string.Create(CultureInfo.InvariantCulture, $"rate={Math.Max(1, Math.Round(perSecond * SecondsPerMinute))}r/m");

    public override ScriptObject ToScript() =>
        new()
        {
            ["host_names"] = List(HostNames),
            ["has_host_names"] = HasHostNames,
            ["port"] = Port,
            ["certificate"] = Certificate,
            ["certificate_key"] = CertificateKey,
            ["access_log"] = AccessLog,
            ["prompt_log"] = PromptLog,
            ["issuer"] = Issuer,
            ["issuer_note"] = IssuerNote,
            ["audiences"] = List(Audiences),
            ["audiences_note"] = AudiencesNote,
            ["jwks_uri"] = JwksUri,
            ["jwks_note"] = JwksNote,
            ["jwks"] = Jwks.ToScript(),
            ["roles_note"] = RolesNote,
            ["roles_path"] = List(RolesPath),
            ["space_delimited_claims"] = List(SpaceDelimitedClaims),
            ["verifier_url"] = VerifierUrl,
            ["verifier_is_tls"] = VerifierIsTls,
            ["grants"] = List(Grants),
            ["paths"] = List(Paths),
            ["rate"] = Rate,
            ["burst"] = Burst,
            ["connections"] = Connections,
            ["bucket"] = Bucket.ToScript(),
            ["max_request_bytes"] = MaxRequestBytes,
            ["read_timeout"] = ReadTimeout,
            ["hash_header"] = HashHeader,
            ["hash_variable"] = HashVariable,
            ["nginx_backends"] = List(NginxBackends),
            ["envoy_backends"] = List(EnvoyBackends),
            ["has_engine_key"] = HasEngineKey,
            ["engine_key_is_file"] = EngineKeyIsFile,
            ["engine_key_source"] = EngineKeySource,
            ["engine_key_header"] = EngineKeyHeader,
            ["engine_authorization"] = EngineAuthorization,
            ["health_path"] = HealthPath,
        };
}

/// <summary>Paths that a role may call.</summary>
internal sealed record AccessGrantView : View
{
    public required string Name { get; init; }
    public required string Role { get; init; }
    public required string RolePattern { get; init; }
    public required string Method { get; init; }
    public required ImmutableArray<string> Methods { get; init; }
    public required ImmutableArray<string> Paths { get; init; }

    /// <summary>
    /// The words of roles stand apart by commas or spaces; a lookahead ends a word, since nginx reads <c>$</c> as a variable.
    /// </summary>
    public static AccessGrantView Of(AccessGrant a) =>
        new()
        {
            Name = a.Name,
            Role = a.Role,
            RolePattern = $"~(?:^|[ ,]){a.Role.Replace(".", "\\.", StringComparison.Ordinal)}(?![^ ,])",
            Method = a.Method,
            Methods = a.Method == "GET" ? ["GET", "HEAD"] : [a.Method],
            Paths = a.Paths,
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["name"] = Name,
            ["role"] = Role,
            ["role_pattern"] = RolePattern,
            ["method"] = Method,
            ["methods"] = List(Methods),
            ["paths"] = List(Paths),
        };
}

/// <summary>An address taken apart.</summary>
internal sealed record AddressView(string Host, int Port, bool IsTls) : View
{
    public static AddressView Of(string url)
    {
        var address = WebAddress.Of(url);
        return new AddressView(address.Host, address.Port, address.IsTls);
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["host"] = Host,
            ["port"] = Port,
            ["is_tls"] = IsTls,
        };
}

/// <summary>Envoy's token bucket of one subject.</summary>
internal sealed record BucketView(long MaxTokens, long TokensPerFill, string FillInterval) : View
{
    // Envoy fills a bucket at most every 50 ms (local_ratelimit.proto, fill_interval).
    private const int FillsPerSecond = 20;

    public static BucketView Of(GatewayPlan g)
    {
        var tokens = Math.Max(1, (long)Math.Ceiling(g.RequestsPerSecond / FillsPerSecond));
        return new BucketView(
            Math.Max(g.Burst + 1L, tokens),
            tokens,
            string.Create(CultureInfo.InvariantCulture, $"{tokens / g.RequestsPerSecond:0.######}s")
        );
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["max_tokens"] = MaxTokens,
            ["tokens_per_fill"] = TokensPerFill,
            ["fill_interval"] = FillInterval,
        };
}
