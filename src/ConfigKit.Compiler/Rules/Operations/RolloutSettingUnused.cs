using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>Settings of a judged rollout without one.</summary>
internal sealed class RolloutSettingUnused() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9030", "Setting of a rollout without effect", Severity.Warning)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var rollout = s.Deployment.Rollout;
        var steps = rollout is { IsArgo: true, Strategy.Value: RolloutStrategy.Canary };
        (string Key, bool IsUnused)[] settings =
        [
            ("controller", rollout.Controller.IsStated && !rollout.IsJudged),
            ("analysis_time", rollout.AnalysisTime.IsStated && !rollout.IsJudged),
            ("canary_weights", s.Deployment.Spans.Has("rollout.canary_weights") && !steps),
        ];
        foreach (var (key, _) in settings.Where(x => x.IsUnused))
        {
            yield return new(
                "rollout." + key,
                $"`rollout.{key}` changes nothing with this strategy and controller",
                $"leave `{key}` out, or set `rollout.strategy: canary`"
            );
        }
    }
}
