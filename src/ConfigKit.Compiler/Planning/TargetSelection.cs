using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Planning;

/// <summary>Which files are written: those that are named; else the usual ones and those whose section is stated.</summary>
internal static class TargetSelection
{
    private static readonly ImmutableArray<TargetKind> Usual =
        [TargetKind.Docker, TargetKind.Sysctl, TargetKind.Nccl, TargetKind.Kubernetes, TargetKind.Monitoring, TargetKind.Runtime];

    public static ImmutableArray<TargetKind> Of(DeepSeekConfig config, ImmutableArray<TargetKind> named)
    {
        (TargetKind Target, bool IsStated)[] others =
        [
            (TargetKind.Systemd, config.Systemd is not null), (TargetKind.Operations, config.Operations is not null), (TargetKind.Triton, config.Triton is not null),
        ];
        return !named.IsDefaultOrEmpty ? named : !config.Targets.IsDefaultOrEmpty ? config.Targets : [.. Usual, .. others.Where(o => o.IsStated).Select(o => o.Target)];
    }
}
