using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Resolution.Settings;

/// <summary>The gateway before the engine: TLS, tokens, roles and limits.</summary>
internal sealed record GatewaySettings
{
    /// <summary>Bytes of UTF-8 of a token, in English as in Chinese.</summary>
    public const int BytesPerToken = 4;

    /// <summary>Bytes of messages and JSON around a prompt.</summary>
    public const long RequestFrame = 64 * Quantity.KiB;

    /// <summary>nginx counts at least one request a minute; a workload below that sets no limit.</summary>
    private const double LowestRate = 0.02;

    /// <summary>Requests that come at once may be those of this time.</summary>
    private const int SecondsOfBurst = 4;

    private const int FewestConnections = 100;
    private const int Most = 1_000_000;

    /// <summary>The proxies to write for, in order of the enumeration.</summary>
    public required Setting<ImmutableArray<GatewayKind>> Implementations { get; init; }

    /// <summary>Names that clients call, each once; empty: any.</summary>
    public required ImmutableArray<string> HostNames { get; init; }

    public required Setting<int> Port { get; init; }
    public required Setting<string> Certificate { get; init; }
    public required Setting<string> CertificateKey { get; init; }
    public required JwtSettings Jwt { get; init; }
    public required RoleNames Roles { get; init; }

    /// <summary>Requests per second of one subject.</summary>
    public required Setting<double> RequestsPerSecond { get; init; }

    /// <summary>Requests that a subject may send beyond that at once.</summary>
    public required Setting<int> Burst { get; init; }

    /// <summary>Requests or connections of all clients at once.</summary>
    public required Setting<int> Connections { get; init; }

    /// <summary>Bytes of the largest request body; null: room for the longest prompt, which only the estimate knows.</summary>
    public long? MaxRequestBytes { get; init; }

    /// <summary>Longest silence of the engine.</summary>
    public required Setting<TimeSpan> ReadTimeout { get; init; }

    /// <summary>What consistent hashing keeps on one backend: `subject` or a request header.</summary>
    public required Setting<string> HashKey { get; init; }

    /// <summary>The request header that consistent hashing looks at before the subject; empty: the subject alone.</summary>
    public string HashHeader => HashKey.Value == GatewaySection.HashKeyDefault.Value ? "" : HashKey.Value.ToLowerInvariant();

    public required GatewayBackends Backends { get; init; }

    /// <summary>nginx: file with the header line that carries the engine's key.</summary>
    public required Setting<string> EngineAuthorization { get; init; }

    /// <summary>File of the access log, which holds no prompts.</summary>
    public required Setting<string> AccessLog { get; init; }

    /// <summary>Envoy's access log can't hold a request body.</summary>
    public bool CanLogPrompts => Implementations.Value.Contains(GatewayKind.Nginx);

    /// <summary>Whether Envoy itself chooses among the pods of the cluster, through a headless Service.</summary>
    public bool ChoosesPods =>
        Backends is { AreInCluster: true, Stated.IsEmpty: true } && Implementations.Value.Contains(GatewayKind.Envoy);

    /// <summary>Bytes of a request with a prompt of <paramref name="tokens"/>.</summary>
    public static long RequestBytes(long tokens) => (BytesPerToken * tokens) + RequestFrame;

    /// <summary>Twice the bytes of such a prompt, because JSON may escape; whole MiB, at least one.</summary>
    public static long RoomyRequestBytes(long tokens) =>
        Math.Clamp(((2 * BytesPerToken * tokens) + Quantity.MiB - 1) / Quantity.MiB, 1, 1024) * Quantity.MiB;

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">The section.</param>
    /// <param name="workload">The load that the limits must let through.</param>
    /// <param name="sequences">Requests that the engine of one replica runs at once.</param>
    /// <param name="enginePort">Port of the engine on this host.</param>
    /// <param name="targets">Whether the engines run in a cluster.</param>
    public static GatewaySettings Resolve(
        Decisions decided,
        GatewaySection stated,
        Workload workload,
        long sequences,
        int enginePort,
        TargetRequest targets
    )
    {
        var rate = decided.Keep("gateway.rate_limit.requests_per_second", Rate(stated.RateLimit, workload));
        var burst = (int)Math.Min(Most, Math.Ceiling(rate * SecondsOfBurst));
        var connections = (int)Math.Clamp(2 * sequences * workload.Replicas, FewestConnections, Most);
        return new GatewaySettings
        {
            Implementations = decided.Keep("gateway.implementations", Proxies(stated.Implementations)),
            HostNames = stated.HostNames.IsDefault ? [] : [.. stated.HostNames.Distinct(StringComparer.Ordinal)],
            Port = decided.Of("gateway.port", stated.Port, GatewaySection.PortDefault, "a port above the privileged ones"),
            Certificate = decided.Of(
                "gateway.certificate",
                stated.Certificate,
                GatewaySection.CertificateDefault,
                "the usual folder unless stated"
            ),
            CertificateKey = decided.Of(
                "gateway.certificate_key",
                stated.CertificateKey,
                GatewaySection.CertificateKeyDefault,
                "the usual folder unless stated"
            ),
            Jwt = JwtSettings.Resolve(decided, stated.Jwt),
            Roles = RoleNames.Resolve(decided, stated.Roles),
            RequestsPerSecond = rate,
            Burst = decided.Of("gateway.rate_limit.burst", stated.RateLimit.Burst, burst, "four seconds' worth"),
            Connections = decided.Of(
                "gateway.rate_limit.connections",
                stated.RateLimit.Connections,
                connections,
                "twice the sequences that the engines run, at least 100"
            ),
            MaxRequestBytes = stated.MaxRequestSize,
            ReadTimeout = decided.Of(
                "gateway.read_timeout",
                stated.ReadTimeout,
                GatewaySection.ReadTimeoutDefault,
                "a reasoning model may answer for long"
            ),
            HashKey = decided.Of("gateway.hash_key", stated.HashKey, GatewaySection.HashKeyDefault, "the subject of the token"),
            Backends = GatewayBackends.Resolve(stated.Backends, enginePort, targets),
            EngineAuthorization = decided.Of(
                "gateway.engine_authorization",
                stated.EngineAuthorization,
                GatewaySection.EngineAuthorizationDefault,
                "the usual folder unless stated"
            ),
            AccessLog = decided.Keep("gateway.access_log", Log(stated.AccessLog)),
        };
    }

    /// <summary>File of the access log; where it would lie without a gateway too.</summary>
    public static Setting<string> Log(string? stated) =>
        Setting.Of(stated, GatewaySection.AccessLogDefault, "the usual folder unless stated");

    private static Setting<double> Rate(RateLimitSection stated, Workload workload) =>
        workload.RequestsPerSecond is > LowestRate and { } all
            ? Setting.Of(stated.RequestsPerSecond, all, "workload.requests_per_second")
            : Setting.Of(stated.RequestsPerSecond, RateLimitSection.RequestsPerSecondDefault, "10 unless stated");

    private static Setting<ImmutableArray<GatewayKind>> Proxies(ImmutableArray<GatewayKind> stated) =>
        Setting.OfList(stated.IsDefault ? stated : [.. stated.Order()], GatewaySection.ImplementationsDefault, "both unless stated");
}
