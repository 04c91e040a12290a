using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>Argo Rollouts asked to manage what it can't.</summary>
internal sealed class ArgoWithoutDeployment() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9026", "Workload that Argo Rollouts does not manage", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "A Rollout stands for a Deployment: it has pods of one kind and no volume claims of its own. Argo Rollouts manages "
                + "neither a LeaderWorkerSet, which replicas over several nodes are, nor a StatefulSet. `rollout.controller: plain` "
                + "writes a script that rolls out all three.",
        },
        Bad = Examples.R1OnTwoNodes + "rollout: {strategy: blue_green, spare_gpus: true}\n",
        Good = Examples.R1OnTwoNodes + "rollout: {strategy: blue_green, spare_gpus: true, controller: plain}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var what =
            d.Nodes > 1 ? "LeaderWorkerSet"
            : d.Cluster.Workload.Value == WorkloadKind.StatefulSet ? "StatefulSet"
            : "";
        if (d.Rollout.IsArgo && what.Length > 0)
        {
            yield return new(
                d.Spans.Has("rollout.controller") ? "rollout.controller" : "rollout.strategy",
                $"Argo Rollouts does not manage a {what}",
                "set `rollout.controller: plain`"
            );
        }
    }
}
