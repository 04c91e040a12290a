using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Targets.Gateway;

/// <summary>The gateway before the engine, all decided.</summary>
internal sealed record GatewayPlan
{
    /// <summary>The proxies to write for, in order of the enumeration.</summary>
    public required ImmutableArray<GatewayKind> Implementations { get; init; }

    /// <summary>Names that clients call, each once; empty: any.</summary>
    public required ImmutableArray<string> HostNames { get; init; }

    public required int Port { get; init; }
    public required string Certificate { get; init; }
    public required string CertificateKey { get; init; }
    public required string Issuer { get; init; }
    public required ImmutableArray<string> Audiences { get; init; }
    public required string JwksUri { get; init; }
    public required string RolesClaim { get; init; }
    public required string VerifierUrl { get; init; }

    /// <summary>What may be called; everything else is denied.</summary>
    public required ImmutableArray<AccessGrant> Grants { get; init; }

    /// <summary>Requests per second of one subject.</summary>
    public required double RequestsPerSecond { get; init; }

    public required int Burst { get; init; }
    public required int Connections { get; init; }
    public required long MaxRequestBytes { get; init; }
    public required TimeSpan ReadTimeout { get; init; }

    /// <summary>Request header that consistent hashing looks at before the subject; empty: the subject alone.</summary>
    public required string HashHeader { get; init; }

    /// <summary>Engines, host and port, in order: nginx hashes over names.</summary>
    public required ImmutableArray<string> NginxBackends { get; init; }

    /// <summary>Engines, host and port, in order: Envoy hashes over the addresses behind a name.</summary>
    public required ImmutableArray<string> EnvoyBackends { get; init; }

    /// <summary>Name of the headless Service that gives Envoy the pods' addresses; empty where none is needed.</summary>
    public required string HeadlessService { get; init; }

    /// <summary>The key that the engine asks for, or null.</summary>
    public SecretReference? EngineKey { get; init; }

    /// <summary>File with nginx's header line for that key.</summary>
    public required string EngineAuthorization { get; init; }

    public required string AccessLog { get; init; }

    /// <summary>The log of request bodies; null where prompts are not logged, or no proxy of these can.</summary>
    public string? PromptLog { get; init; }

    /// <summary>Path that says whether the engine is alive.</summary>
    public required string HealthPath { get; init; }
}

/// <summary>Paths that a role may call.</summary>
/// <param name="Name">What the group is called in files.</param>
/// <param name="Method">The one method; GET stands for HEAD too.</param>
internal sealed record AccessGrant(string Name, string Role, string Method, ImmutableArray<string> Paths);
