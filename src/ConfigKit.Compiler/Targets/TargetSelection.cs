using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Targets;

/// <summary>Which targets are written: the named ones, else those that every deployment needs and those whose section is stated.</summary>
internal static class TargetSelection
{
    public static ImmutableArray<TargetKind> Of(DeepSeekConfig config, ImmutableArray<TargetKind> named)
    {
        var wanted =
            !named.IsDefaultOrEmpty ? named
            : !config.Targets.IsDefaultOrEmpty ? config.Targets
            : [.. TargetChoices.All.Select(t => t.Value).Where(t => IsStated(config, t))];
        return [.. wanted.Distinct().Order()];
    }

    private static bool IsStated(DeepSeekConfig config, TargetKind target) =>
        target switch
        {
            TargetKind.Gateway => config.Gateway is not null,
            TargetKind.Compliance => config.Compliance is not null,
            TargetKind.Helm => config.Helm is not null,
            TargetKind.Systemd => config.Systemd is not null,
            TargetKind.Operations => config.Operations is not null,
            TargetKind.Triton => config.Triton is not null,
            TargetKind.Framework => config.Framework is not null,
            _ => true,
        };
}
