using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>A canary that replaces the only replica.</summary>
internal sealed class CanaryOfOneReplica() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9025", "Canary replaces the only replica", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks = "A canary under Argo Rollouts without spare GPUs and without a route needs at least two replicas.",
            Why =
                "Such a canary takes the place of a running pod. With one replica nothing serves while the new version loads, and "
                + "afterwards the new version gets every request, which is no canary.",
            Fix = "Set `workload.replicas: 2`, or `rollout.spare_gpus: true` if the GPUs of one more replica are free.",
            References = [new("Argo Rollouts: canary", "https://argo-rollouts.readthedocs.io/en/stable/features/canary/")],
        },
        Bad = Examples.R1OnH200 + "rollout: {strategy: canary}\n",
        Good = Examples.R1OnH200 + "workload: {replicas: 2}\nrollout: {strategy: canary}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var isArgoCanary = d.Rollout is { Strategy.Value: RolloutStrategy.Canary, IsArgo: true };
        var replacesPods = isArgoCanary && !d.Rollout.SpareGpus && d.Cluster.Route is null;
        if (replacesPods && d.Replicas.AtStart <= 1)
        {
            yield return new Finding(
                "rollout.strategy",
                "with one replica, the canary would replace all capacity",
                "set `workload.replicas: 2`, or `rollout.spare_gpus: true` if the GPUs of one more replica are free"
            );
        }
    }
}
