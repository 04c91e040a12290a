using System.Collections.Immutable;

namespace ConfigKit.Resolution.Settings;

/// <summary>Which engines stand behind the gateway.</summary>
internal sealed record GatewayBackends
{
    /// <summary>Host and port of each that the file names, each once; empty: those of the cluster or of this host.</summary>
    public required ImmutableArray<string> Stated { get; init; }

    /// <summary>Host and port of the engine on this host.</summary>
    public required string Local { get; init; }

    /// <summary>Whether the gateway finds the engines by Kubernetes' names.</summary>
    public required bool AreInCluster { get; init; }

    /// <summary>The stated ones; without any, those that <paramref name="service"/> or this host has.</summary>
    public ImmutableArray<string> Or(string service) => !Stated.IsEmpty ? Stated : [AreInCluster ? service : Local];

    public static GatewayBackends Resolve(ImmutableArray<string> stated, int enginePort, TargetRequest targets)
    {
        ImmutableArray<string> distinct = stated.IsDefault ? [] : [.. stated.Distinct(StringComparer.Ordinal)];
        return new GatewayBackends
        {
            Stated = distinct,
            Local = FormattableString.Invariant($"127.0.0.1:{enginePort}"),
            AreInCluster = targets.IsInCluster,
        };
    }
}
