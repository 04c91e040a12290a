using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>A proxy that can stand before the engine.</summary>
internal enum GatewayKind
{
    Nginx,
    Envoy,
}

/// <summary>The gateway before the engine: TLS, tokens, roles and limits.</summary>
internal sealed record GatewaySection
{
    private const string PortNumber = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";
    private const string Host = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";
    private const string PathPattern = "^/[A-Za-z0-9._/-]{1,255}$";
    private const string PathMeaning = "an absolute path of letters, digits and `._/-`";

    public const string UrlPattern = $"^https?://{Host}(:{PortNumber})?(/[A-Za-z0-9._~/-]*)?$";
    public const string OriginPattern = $"^https?://{Host}(:{PortNumber})?$";
    public const string OriginMeaning = "an http or https address without path";
    public const string UrlMeaning = "an http or https address without query";

    private static readonly ImmutableArray<Choice<GatewayKind>> Kinds =
    [
        new("nginx", GatewayKind.Nginx, "open-source nginx; a verifier of your own checks the tokens (auth_request)"),
        new("envoy", GatewayKind.Envoy, "Envoy, which checks the tokens itself"),
    ];

    public ImmutableArray<GatewayKind> Implementations { get; init; }
    public ImmutableArray<string> HostNames { get; init; }
    public int? Port { get; init; }
    public string? Certificate { get; init; }
    public string? CertificateKey { get; init; }
    public required JwtSection Jwt { get; init; }
    public required RolesSection Roles { get; init; }
    public required RateLimitSection RateLimit { get; init; }
    public long? MaxRequestSize { get; init; }
    public TimeSpan? ReadTimeout { get; init; }
    public string? HashKey { get; init; }
    public ImmutableArray<string> Backends { get; init; }
    public string? EngineAuthorization { get; init; }
    public string? AccessLog { get; init; }

    public static GatewaySection Bind(SectionReader s) =>
        new()
        {
            Implementations = s.Choices(
                "implementations",
                "The proxies to write for.",
                Kinds,
                @default: "[nginx, envoy]",
                example: "[nginx]"
            ),
            HostNames = s.Texts(
                "host_names",
                "Names that clients call; a handshake for another name is refused.",
                @default: "any",
                example: "[llm.example.com]",
                pattern: "^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$",
                meaning: "a DNS name in lower case"
            ),
            Port = s.Integer("port", "TCP port of the gateway.", 1, 65_535, @default: "8443", example: "8443"),
            Certificate = s.Text(
                "certificate",
                "File with the certificate chain.",
                @default: "/etc/deepseek/tls/tls.crt",
                example: "/etc/deepseek/tls/tls.crt",
                pattern: PathPattern,
                meaning: PathMeaning
            ),
            CertificateKey = s.Text(
                "certificate_key",
                "File with the certificate's key.",
                @default: "/etc/deepseek/tls/tls.key",
                example: "/etc/deepseek/tls/tls.key",
                pattern: PathPattern,
                meaning: PathMeaning
            ),
            Jwt = s.Section("jwt", "Which tokens are taken.", JwtSection.Bind),
            Roles = s.Section("roles", "The role that each group of paths needs; everything else is denied.", RolesSection.Bind),
            RateLimit = s.Section("rate_limit", "How much may be asked at once.", RateLimitSection.Bind),
            MaxRequestSize = s.Size(
                "max_request_size",
                "Largest request body.",
                @default: "8 bytes per token of max_model_len, at least 1 MiB",
                example: "4MiB",
                min: 1024,
                max: 1L << 30
            ),
            ReadTimeout = s.Duration(
                "read_timeout",
                "Longest silence of the engine: until the first token of a stream, or the whole of an answer that is not streamed.",
                @default: "1h",
                example: "1h"
            ),
            HashKey = s.Text(
                "hash_key",
                "What consistent hashing keeps on one backend: `subject`, or the name of a request header; without that header, the subject.",
                @default: "subject",
                example: "X-Session-Id",
                pattern: "^[A-Za-z][A-Za-z0-9-]{0,63}$",
                meaning: "`subject` or a header name of letters, digits and `-`"
            ),
            Backends = s.Texts(
                "backends",
                "Engines behind the gateway, host and port.",
                @default: "the Service with a kubernetes target, else the engine on this host",
                example: "[\"10.0.0.11:8000\", \"10.0.0.12:8000\"]",
                pattern: $"^{Host}:{PortNumber}$",
                meaning: "host:port"
            ),
            EngineAuthorization = s.Text(
                "engine_authorization",
                "nginx: file with the line `proxy_set_header Authorization \"Bearer …\";` that carries security.api_key to the engine.",
                @default: "/etc/deepseek/gateway/engine-authorization.conf",
                example: "/etc/deepseek/gateway/engine-authorization.conf",
                pattern: PathPattern,
                meaning: PathMeaning
            ),
            AccessLog = s.Text(
                "access_log",
                "File of the JSON access log, which holds no prompts.",
                @default: "/var/log/deepseek/access.log",
                example: "/var/log/deepseek/access.log",
                pattern: PathPattern,
                meaning: PathMeaning
            ),
        };
}

/// <summary>Which tokens are taken.</summary>
internal sealed record JwtSection
{
    private const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9._~:/-]{0,255}$";
    private const string NameMeaning = "a name or address of letters, digits and `._~:/-`";

    public string? Issuer { get; init; }
    public ImmutableArray<string> Audiences { get; init; }
    public string? JwksUri { get; init; }
    public string? RolesClaim { get; init; }
    public string? VerifierUrl { get; init; }

    public static JwtSection Bind(SectionReader s) =>
        new()
        {
            Issuer = s.Text(
                "issuer",
                "The `iss` that tokens must have.",
                example: "https://id.example.com/realms/llm",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            Audiences = s.Texts(
                "audiences",
                "The `aud` of which tokens must have one.",
                example: "[deepseek]",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            JwksUri = s.Text(
                "jwks_uri",
                "Where the issuer publishes its signing keys.",
                example: "https://id.example.com/realms/llm/protocol/openid-connect/certs",
                pattern: GatewaySection.UrlPattern,
                meaning: GatewaySection.UrlMeaning
            ),
            RolesClaim = s.Text(
                "roles_claim",
                "Claim with the roles, a list or words apart by spaces; dots lead into objects, but not in a claim that is an address.",
                @default: "roles",
                example: "realm_access.roles",
                pattern: "^[A-Za-z0-9_]([A-Za-z0-9_.:/-]{0,254}[A-Za-z0-9_-])?$",
                meaning: "a claim name such as roles or realm_access.roles"
            ),
            VerifierUrl = s.Text(
                "verifier_url",
                "nginx: service that checks the token of a request; it answers 2xx, with subject and roles in X-Auth-Request-User and X-Auth-Request-Groups, or 401.",
                @default: "http://127.0.0.1:4180/oauth2/auth",
                example: "http://127.0.0.1:4180/oauth2/auth",
                pattern: GatewaySection.UrlPattern,
                meaning: GatewaySection.UrlMeaning
            ),
        };
}

/// <summary>The role that each group of paths needs.</summary>
internal sealed record RolesSection
{
    private const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$";
    private const string NameMeaning = "a role of letters, digits and `._:/-`";

    public string? Invoke { get; init; }
    public string? Read { get; init; }
    public string? Admin { get; init; }

    public static RolesSection Bind(SectionReader s) =>
        new()
        {
            Invoke = s.Text(
                "invoke",
                "Role for completions, chat, embeddings and responses.",
                @default: "inference.invoke",
                example: "inference.invoke",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            Read = s.Text(
                "read",
                "Role for the list of models.",
                @default: "inference.read",
                example: "inference.read",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            Admin = s.Text(
                "admin",
                "Role for loading and unloading LoRA adapters.",
                @default: "inference.admin",
                example: "inference.admin",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
        };
}

/// <summary>How much may be asked at once.</summary>
internal sealed record RateLimitSection
{
    public double? RequestsPerSecond { get; init; }
    public int? Burst { get; init; }
    public int? Connections { get; init; }

    public static RateLimitSection Bind(SectionReader s) =>
        new()
        {
            RequestsPerSecond = s.Number(
                "requests_per_second",
                "Requests per second of one subject.",
                0.02,
                100_000,
                @default: "workload.requests_per_second, else 10",
                example: "2"
            ),
            Burst = s.Integer(
                "burst",
                "Requests that a subject may send beyond that at once.",
                1,
                1_000_000,
                @default: "four seconds' worth",
                example: "20"
            ),
            Connections = s.Integer(
                "connections",
                "Requests or connections of all clients at once.",
                1,
                1_000_000,
                @default: "twice the sequences that the engines run at once, at least 100",
                example: "1000"
            ),
        };
}
