using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>Two versions side by side without GPUs for the second.</summary>
internal sealed class SpareGpusNeeded() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9024", "Rollout without GPUs for the second version", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "A blue-green rollout, a plain canary, and a canary under Argo Rollouts with `kubernetes.route` need "
                + "`rollout.spare_gpus: true`.",
            Why =
                "They run the whole new version beside the old one, which needs the GPUs twice: a route that splits requests "
                + "keeps the old version whole, and a plain canary stops it last. Without free GPUs the new pods stay pending until "
                + "the rollout gives up. Only a canary under Argo Rollouts without a route replaces pods one by one.",
            Formula = """
                GPUs needed = replicas × nodes × gpus_per_node
                1 × 1 × 8 = 8 more GPUs during the update
                """,
            Fix =
                "Set `rollout.spare_gpus: true` if that many GPUs are free during an update. Otherwise set `rollout.strategy: "
                + "rolling`, which replaces one replica at a time without judging its error rate.",
            References =
            [
                new("Argo Rollouts: blue-green", "https://argo-rollouts.readthedocs.io/en/stable/features/bluegreen/"),
                new("Argo Rollouts: canary", "https://argo-rollouts.readthedocs.io/en/stable/features/canary/"),
            ],
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
                $"running a second version needs {gpus} more GPUs, but `rollout.spare_gpus` is false",
                $"set `rollout.spare_gpus: true` if {gpus} GPUs are free during an update, else `rollout.strategy: rolling`"
            );
        }
    }
}
