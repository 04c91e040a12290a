using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>Settings of a judged rollout without one.</summary>
internal static class RolloutSettingUnused
{
    public static readonly DiagnosticDescriptor Fault = new("CK9030", "Setting of a rollout without effect", Severity.Warning)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "`rollout.controller` and `rollout.analysis_time` belong to canary and blue_green, `rollout.canary_weights` to a "
                + "canary under Argo Rollouts. With another strategy they change nothing.",
        },
        Bad = Examples.R1OnH200 + "rollout: {strategy: rolling, analysis_time: 10m}\n",
        Good = Examples.R1OnH200 + "rollout: {strategy: blue_green, spare_gpus: true, analysis_time: 10m}\n",
    };
}
