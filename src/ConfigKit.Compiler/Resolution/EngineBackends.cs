using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>Which engines stand behind the gateway.</summary>
internal static class EngineBackends
{
    /// <summary>Whether the gateway finds the engines by Kubernetes' names: by the file, whichever target a command writes.</summary>
    public static bool AreInCluster(DeepSeekConfig config) =>
        config.Targets.IsDefaultOrEmpty || config.Targets.Contains(TargetNames.Kubernetes);

    /// <summary>The stated ones, each once; without any, those that <paramref name="service"/> or this host has.</summary>
    public static ImmutableArray<string> Of(GatewaySection gateway, Deployment d, string service) =>
        !gateway.Backends.IsDefaultOrEmpty
            ? [.. gateway.Backends.Distinct(StringComparer.Ordinal)]
            : [AreInCluster(d.Config) ? service : $"127.0.0.1:{d.Serving.Port.Value}"];

    /// <summary>Whether Envoy itself chooses among the pods of the cluster, through a headless Service.</summary>
    public static bool ChoosesPods(DeepSeekConfig config) =>
        config.Gateway is { } g
        && AreInCluster(config)
        && g.Backends.IsDefaultOrEmpty
        && (g.Implementations.IsDefaultOrEmpty || g.Implementations.Contains(GatewayKind.Envoy));
}
