using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Planning;

/// <summary>Decides what is written: what is asked for, else the core targets and those whose section the file has.</summary>
internal static class TargetSelection
{
    private static readonly ImmutableArray<TargetKind> Core = [TargetKind.Docker, TargetKind.Sysctl, TargetKind.Nccl, TargetKind.Kubernetes, TargetKind.Runtime, TargetKind.Monitoring];
    private static readonly ImmutableArray<(TargetKind Target, string Section)> Optional = [(TargetKind.Helm, "helm")];

    public static ImmutableArray<TargetKind> Of(Deployment d, ImmutableArray<TargetKind> options)
    {
        var wanted = !options.IsDefaultOrEmpty ? options : d.Config.Targets;
        return wanted.IsDefaultOrEmpty ? [.. Core.Concat(Optional.Where(o => d.Spans.Has(o.Section)).Select(o => o.Target)).Order()] : [.. wanted.Distinct().Order()];
    }
}
