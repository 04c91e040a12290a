using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>A plain rollout beside what needs the engine under one lasting name.</summary>
internal sealed class PlainRolloutConflict() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK9027",
        "Plain rollout beside something that needs one lasting name",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "A plain rollout runs the engine by turns as `<name>-blue` and `<name>-green`. An autoscaler names one target and "
                + "would scale the version that is gone, or fight with the script over the replicas. Argo Rollouts keeps one name.",
        },
        Bad =
            Examples.R1OnH200
            + "rollout: {strategy: blue_green, spare_gpus: true, controller: plain}\nkubernetes:\n  autoscaling: {max_replicas: 2}\n",
        Good =
            Examples.R1OnH200
            + "rollout: {strategy: blue_green, spare_gpus: true, controller: argo}\nkubernetes:\n  autoscaling: {max_replicas: 2}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Rollout.IsPlain && s.Deployment.Cluster.Autoscaling is not null)
        {
            yield return new(
                "kubernetes.autoscaling",
                "autoscaling names one target, and a plain rollout changes the engine's name",
                "set `rollout.controller: argo`, or leave `kubernetes.autoscaling` out"
            );
        }
    }
}
