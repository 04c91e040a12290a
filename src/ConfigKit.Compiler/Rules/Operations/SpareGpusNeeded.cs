using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>Two versions side by side without GPUs for the second.</summary>
internal sealed class SpareGpusNeeded() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK9024",
        "Two versions side by side without GPUs for the second",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "Blue-green runs the whole new version beside the old one: it takes the GPUs twice. So do a canary whose share of "
                + "the requests a route sets (Argo Rollouts keeps the old version whole then) and a plain canary, which ends the old "
                + "version last. Without free GPUs the new pods stay pending until the rollout gives up. Only a canary under Argo "
                + "Rollouts without a route replaces pods one by one.",
        },
        Bad = Examples.R1OnH200 + "rollout: {strategy: blue_green}\n",
        Good = Examples.R1OnH200 + "rollout: {strategy: blue_green, spare_gpus: true}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var rollout = d.Rollout;
        var replacesOneByOne = rollout is { Strategy.Value: RolloutStrategy.Canary, IsArgo: true } && d.Cluster.Route is null;
        if (rollout.IsJudged && !rollout.SpareGpus && !replacesOneByOne)
        {
            var gpus = (long)d.Replicas.Most * d.GpuCount;
            yield return new(
                "rollout.strategy",
                $"a second version takes {gpus} GPUs more, and rollout.spare_gpus is false",
                $"set `rollout.spare_gpus: true` where {gpus} GPUs are free during an update, or `rollout.strategy: rolling`"
            );
        }
    }
}
