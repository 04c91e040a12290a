using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules.Operations;

/// <summary>A canary that replaces the only replica.</summary>
internal sealed class CanaryOfOneReplica : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK9025", "Canary in place of the only replica", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "Without spare GPUs a canary takes the place of a running pod. With one replica that is the only one: nothing serves while the new version loads, and then the new version gets every request, which is no canary.",
        },
        Bad = Examples.R1OnH200 + "rollout: {strategy: canary}\n",
        Good = Examples.R1OnH200 + "workload: {replicas: 2}\nrollout: {strategy: canary}\n",
    };

    public CanaryOfOneReplica()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Config)
            .Must(c =>
                c.Rollout.Strategy != RolloutStrategy.Canary
                || !c.Rollout.IsArgo
                || c.Rollout.SpareGpus == true
                || c.Kubernetes.Route is not null
                || ReplicaCount.AtStart(c) > 1
            )
            .Reports(_ => new Finding(
                "rollout.strategy",
                "the canary takes the place of the only replica",
                "set `workload.replicas: 2`, or `rollout.spare_gpus: true` where the GPUs of one more replica are free"
            ));
}
