using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>A StatefulSet where it can't be.</summary>
internal sealed class StatefulSetUnfit() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9029", "StatefulSet where it can't be", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "A replica over several nodes is a group of pods, which only a LeaderWorkerSet keeps together. A StatefulSet has no "
                + "update that stops all pods first (`recreate`). And the volumes that it makes for its replicas can neither be a "
                + "folder of the node nor be filled by one Job.",
        },
        Bad = Examples.R1OnTwoNodes + "kubernetes: {workload: stateful_set}\n",
        Good = Examples.R1OnH200 + "kubernetes: {workload: stateful_set}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var k = d.Cluster;
        if (k.Workload.Value != WorkloadKind.StatefulSet)
        {
            yield break;
        }

        if (d.Nodes > 1)
        {
            yield return new(
                "kubernetes.workload",
                $"a replica spans {d.Nodes} nodes, which is a LeaderWorkerSet",
                "leave `kubernetes.workload` out"
            );
        }

        if (d.Rollout.Strategy.Value == RolloutStrategy.Recreate)
        {
            yield return new("rollout.strategy", "a StatefulSet has no strategy recreate", "set `rollout.strategy: rolling`");
        }

        if (k.Volume.Kind.Value == ModelStore.HostPath)
        {
            yield return new(
                "kubernetes.storage.kind",
                "the replicas of a StatefulSet have claims, not a folder of the node",
                "set `kubernetes.workload: deployment`"
            );
        }

        if (k.Volume is { IsFilledByJob: true, ExistingClaim: null })
        {
            yield return new(
                "kubernetes.storage.download",
                "one Job can't fill the claim of each replica",
                "set `kubernetes.storage.download: init_container`"
            );
        }
    }
}
