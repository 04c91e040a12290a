using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>A chart that would undo what a script has switched.</summary>
internal sealed class ChartOfPlainRollout() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9032", "Helm chart beside a plain rollout", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "A plain rollout leaves the engine and its Service to a script, which switches between two versions; a chart that "
                + "held them would put the first version back at each upgrade, and one that did not would install nothing that serves.",
        },
        Bad = Examples.R1OnH200 + "rollout: {strategy: blue_green, spare_gpus: true, controller: plain}\ntargets: [kubernetes, helm]\n",
        Good = Examples.R1OnH200 + "rollout: {strategy: blue_green, spare_gpus: true, controller: argo}\ntargets: [kubernetes, helm]\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var targets = s.Deployment.Targets;
        if (s.Deployment.Rollout.IsPlain && (targets.HasSection(TargetNames.Helm) || targets.Names(TargetNames.Helm)))
        {
            yield return new Finding(
                "rollout.controller",
                "the script of a plain rollout and a chart would both own the engine",
                "set `rollout.controller: argo`, or leave the chart out"
            );
        }
    }
}
