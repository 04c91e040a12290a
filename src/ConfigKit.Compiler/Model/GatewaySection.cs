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
    private const string PathPattern = "^/[A-Za-z0-9._/-]{1,255}$";
    private const string PathMeaning = "an absolute path of letters, digits and `._/-`";

    private static readonly ImmutableArray<Choice<GatewayKind>> Kinds =
    [
        new("nginx", GatewayKind.Nginx, "open-source nginx; a verifier that you run checks the tokens (auth_request)"),
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

    public static Default<ImmutableArray<GatewayKind>> ImplementationsDefault { get; } = new([GatewayKind.Nginx, GatewayKind.Envoy]);
    public static Default<int> PortDefault { get; } = new(8443);
    public static Default<string> CertificateDefault { get; } = new("/etc/deepseek/tls/tls.crt");
    public static Default<string> CertificateKeyDefault { get; } = new("/etc/deepseek/tls/tls.key");

    /// <summary>A reasoning model may answer for long.</summary>
    public static Default<TimeSpan> ReadTimeoutDefault { get; } = new(TimeSpan.FromHours(1));

    public static Default<string> HashKeyDefault { get; } = new("subject");
    public static Default<string> EngineAuthorizationDefault { get; } = new("/etc/deepseek/gateway/engine-authorization.conf");
    public static Default<string> AccessLogDefault { get; } = new("/var/log/deepseek/access.log");

    public static GatewaySection Bind(SectionReader s) =>
        new()
        {
            Implementations = s.Choices(
                "implementations",
                "Proxies to write configurations for.",
                Kinds,
                @default: ImplementationsDefault,
                example: "[nginx]"
            ),
            HostNames = s.Texts(
                "host_names",
                "Host names that clients use; a TLS handshake for another name is refused.",
                @default: Default.Rule("any"),
                example: "[llm.example.com]",
                pattern: "^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$",
                meaning: "a lower-case DNS name"
            ),
            Port = s.Integer("port", "TCP port of the gateway.", 1, 65_535, @default: PortDefault, example: "8443"),
            Certificate = s.Text(
                "certificate",
                "File with the TLS certificate chain.",
                @default: CertificateDefault,
                example: "/etc/deepseek/tls/tls.crt",
                pattern: PathPattern,
                meaning: PathMeaning
            ),
            CertificateKey = s.Text(
                "certificate_key",
                "File with the private key of the certificate.",
                @default: CertificateKeyDefault,
                example: "/etc/deepseek/tls/tls.key",
                pattern: PathPattern,
                meaning: PathMeaning
            ),
            Jwt = s.Section("jwt", "Which tokens are accepted.", JwtSection.Bind),
            Roles = s.Section("roles", "The role that each group of paths requires; all other paths are denied.", RolesSection.Bind),
            RateLimit = s.Section("rate_limit", "Request limits.", RateLimitSection.Bind),
            MaxRequestSize = s.Size(
                "max_request_size",
                "Maximum size of a request body.",
                @default: Default.Rule("8 bytes per token of max_model_len, at least 1 MiB"),
                example: "4MiB",
                min: 1024,
                max: 1L << 30
            ),
            ReadTimeout = s.Duration(
                "read_timeout",
                "Longest time without data from the engine: up to the first token of a stream, or the whole time of an answer that isn't streamed.",
                @default: ReadTimeoutDefault,
                example: "1h"
            ),
            HashKey = s.Text(
                "hash_key",
                "What consistent hashing keeps on one backend: `subject` (the caller), or "
                    + "the name of a request header; requests without that header use the subject.",
                @default: HashKeyDefault,
                example: "X-Session-Id",
                pattern: "^[A-Za-z][A-Za-z0-9-]{0,63}$",
                meaning: "`subject` or a header name of letters, digits and `-`"
            ),
            Backends = s.Texts(
                "backends",
                "Engines behind the gateway, as host:port.",
                @default: Default.Rule("the Service with a kubernetes target, else the engine on this host"),
                example: "[\"10.0.0.11:8000\", \"10.0.0.12:8000\"]",
                pattern: $"^{WebAddressPatterns.Host}:{WebAddressPatterns.PortNumber}$",
                meaning: "host:port"
            ),
            EngineAuthorization = s.Text(
                "engine_authorization",
                "nginx: file with the line `proxy_set_header Authorization \"Bearer …\";`, which passes security.api_key to the engine.",
                @default: EngineAuthorizationDefault,
                example: "/etc/deepseek/gateway/engine-authorization.conf",
                pattern: PathPattern,
                meaning: PathMeaning
            ),
            AccessLog = s.Text(
                "access_log",
                "File of the JSON access log, which contains no prompts.",
                @default: AccessLogDefault,
                example: "/var/log/deepseek/access.log",
                pattern: PathPattern,
                meaning: PathMeaning
            ),
        };
}
