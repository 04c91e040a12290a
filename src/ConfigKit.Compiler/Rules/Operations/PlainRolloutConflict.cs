using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>A plain rollout beside what needs the engine under one lasting name.</summary>
internal sealed class PlainRolloutConflict() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9027", "Plain rollout with autoscaling", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks = "`rollout.controller: plain` with canary or blue_green excludes `kubernetes.autoscaling`.",
            Why =
                "A plain rollout runs the engine alternately as `<name>-blue` and `<name>-green`, but an autoscaler targets one "
                + "name: it would scale a version that is gone, or fight the script over the number of replicas. Argo Rollouts "
                + "keeps one name.",
            Fix = "Set `rollout.controller: argo`, which must be installed in the cluster, or remove `kubernetes.autoscaling`.",
            References =
            [
                new(
                    "Kubernetes: HorizontalPodAutoscaler",
                    "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-the-horizontal-pod-autoscaler-work"
                ),
            ],
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
                "autoscaling targets one name, but a plain rollout changes the engine's name",
                "set `rollout.controller: argo`, or remove `kubernetes.autoscaling`"
            );
        }
    }
}
