using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>Settings of a judged rollout without one.</summary>
internal static class RolloutSettingUnused
{
    public static readonly DiagnosticDescriptor Fault = new("CK9030", "Rollout setting without effect", Severity.Warning)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "`rollout.controller` and `rollout.analysis_time` apply to canary and blue_green only; `rollout.canary_weights` "
                + "only to a canary under Argo Rollouts.",
            Why = "With another strategy they change nothing: a new version that you expect to be judged is rolled out unjudged.",
            Fix = "Remove the key, or choose the strategy that uses it.",
            References = [new("Argo Rollouts: canary", "https://argo-rollouts.readthedocs.io/en/stable/features/canary/")],
        },
        Bad = Examples.R1OnH200 + "rollout: {strategy: rolling, analysis_time: 10m}\n",
        Good = Examples.R1OnH200 + "rollout: {strategy: blue_green, spare_gpus: true, analysis_time: 10m}\n",
    };
}
