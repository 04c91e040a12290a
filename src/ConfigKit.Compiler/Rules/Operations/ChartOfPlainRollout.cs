using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Operations;

/// <summary>A chart that would undo what a script has switched.</summary>
internal sealed class ChartOfPlainRollout() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9032", "Helm chart with a plain rollout", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks = "`rollout.controller: plain` with canary or blue_green excludes the `helm` target and section.",
            Why =
                "A plain rollout leaves the engine and its Service to a script that switches between two versions. A chart that "
                + "contained them would restore the first version at each upgrade; a chart without them would install nothing that "
                + "serves.",
            Fix = "Set `rollout.controller: argo`, which must be installed in the cluster, or remove `helm`.",
            References =
            [
                new("Helm: charts", "https://helm.sh/docs/topics/charts/"),
                new("Argo Rollouts: specification", "https://argo-rollouts.readthedocs.io/en/stable/features/specification/"),
            ],
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
                "the script of a plain rollout and the Helm chart would both manage the engine",
                "set `rollout.controller: argo`, or remove the chart"
            );
        }
    }
}
