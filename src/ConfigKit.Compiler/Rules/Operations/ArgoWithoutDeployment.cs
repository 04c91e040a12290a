using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>Argo Rollouts asked to manage what it can't.</summary>
internal sealed class ArgoWithoutDeployment() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9026", "Workload that Argo Rollouts can't manage", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks = "With `rollout.controller: argo` (the default), each replica must run on one node as a Deployment.",
            Why =
                "A Rollout replaces a Deployment: pods of one kind without volume claims of their own. It can manage neither a "
                + "LeaderWorkerSet, which replicas over several nodes need, nor a StatefulSet.",
            Fix =
                "Set `rollout.controller: plain`: a script over kubectl and Prometheus that rolls out all three. Somebody, or a "
                + "pipeline, has to run it.",
            References =
            [
                new("Argo Rollouts: specification", "https://argo-rollouts.readthedocs.io/en/stable/features/specification/"),
                new("LeaderWorkerSet: overview", "https://lws.sigs.k8s.io/docs/overview/"),
            ],
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
                $"Argo Rollouts can't manage a {what}",
                "set `rollout.controller: plain`"
            );
        }
    }
}
