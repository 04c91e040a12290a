using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>A StatefulSet where it can't be.</summary>
internal sealed class StatefulSetUnfit() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9029", "StatefulSet can't be used here", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "`kubernetes.workload: stateful_set` needs replicas of one node, a rollout other than recreate, "
                + "`kubernetes.storage.kind: claim`, and no download by a Job unless `existing_claim` is set.",
            Why =
                "A replica over several nodes is a group of pods, which only a LeaderWorkerSet keeps together. A StatefulSet has "
                + "no update that stops all pods first. The volumes that it creates for its replicas can't be a node folder, and "
                + "one Job can't fill them all.",
            Fix = "Make the change named in the message; `deployment` is the default and shares one volume among replicas.",
            References =
            [
                new(
                    "Kubernetes: StatefulSet limitations",
                    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations"
                ),
                new("LeaderWorkerSet: overview", "https://lws.sigs.k8s.io/docs/overview/"),
            ],
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
                $"a replica spans {d.Nodes} nodes, which needs a LeaderWorkerSet",
                "remove `kubernetes.workload`"
            );
        }

        if (d.Rollout.Strategy.Value == RolloutStrategy.Recreate)
        {
            yield return new("rollout.strategy", "a StatefulSet has no `recreate` strategy", "set `rollout.strategy: rolling`");
        }

        if (k.Volume.Kind.Value == ModelStore.HostPath)
        {
            yield return new(
                "kubernetes.storage.kind",
                "StatefulSet replicas use claims of their own, not a node folder (`kind: host_path`)",
                "set `kubernetes.workload: deployment`"
            );
        }

        if (k.Volume is { IsFilledByJob: true, ExistingClaim: null })
        {
            yield return new(
                "kubernetes.storage.download",
                "one Job can't fill the claims of all replicas",
                "set `kubernetes.storage.download: init_container`"
            );
        }
    }
}
