using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Resolution.Settings;
using ConfigKit.Targets.Compliance;
using ConfigKit.Targets.Docker;
using ConfigKit.Targets.Framework;
using ConfigKit.Targets.Gateway;
using ConfigKit.Targets.Helm;
using ConfigKit.Targets.Kubernetes;
using ConfigKit.Targets.Monitoring;
using ConfigKit.Targets.Nccl;
using ConfigKit.Targets.Operations;
using ConfigKit.Targets.Runtime;
using ConfigKit.Targets.Sysctl;
using ConfigKit.Targets.Systemd;
using ConfigKit.Targets.Triton;

namespace ConfigKit.Targets;

/// <summary>Every target, in the order in which schema and reference name them.</summary>
internal static class TargetList
{
    public static ImmutableArray<Target> All { get; } =
    [
        new DockerTarget(),
        SysctlTarget.Instance,
        new NcclTarget(),
        KubernetesTarget.Instance,
        MonitoringTarget.Instance,
        new SystemdTarget(),
        new OperationsTarget(),
        new TritonTarget(),
        new FrameworkTarget(),
        new RuntimeTarget(),
        GatewayTarget.Instance,
        new ComplianceTarget(),
        new HelmTarget(),
    ];

    /// <summary>The words of <c>targets</c>.</summary>
    public static ImmutableArray<NamedChoice> Choices { get; } = [.. All.Select(t => new NamedChoice(t.Name, t.Description))];

    /// <summary>What is written where no target is named, in words.</summary>
    public static string DefaultWords { get; } =
        string.Join(", ", All.Where(t => t.IsDefault).Select(t => t.Name)) + ", and each other whose section is stated";

    /// <summary>
    /// What is written: what the command names, else what the file names, else what every deployment needs and what has a
    /// section in the file.
    /// </summary>
    public static ImmutableArray<Target> Selected(TargetRequest request) =>
        [.. All.Where(t => request.Named.IsEmpty ? t.IsDefault || request.HasSection(t.Name) : request.Names(t.Name))];
}
