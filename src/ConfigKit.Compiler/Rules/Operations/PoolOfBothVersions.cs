using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Operations;

/// <summary>An InferencePool that can't tell two versions apart.</summary>
internal sealed class PoolOfBothVersions : DeploymentRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK9028", "InferencePool beside two versions", Severity.Error)
    {
        Explanation = "An InferencePool selects pods by labels that both versions have, so its endpoint picker sends requests to a new version before it is judged and after it is undone; and Argo Rollouts' plugin for the Gateway API shifts requests between Services, not pools.",
        Bad = Examples.R1OnH200 + "rollout: {strategy: blue_green, spare_gpus: true}\nkubernetes:\n  route: {gateway: public, endpoint_picker: epp}\n",
        Good = Examples.R1OnH200 + "rollout: {strategy: blue_green, spare_gpus: true}\nkubernetes:\n  route: {gateway: public}\n",
    };

    public PoolOfBothVersions()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Config).Must(c => !c.Rollout.IsJudged || c.Kubernetes.Route?.EndpointPicker is null).Reports(_ => new Finding(
            "kubernetes.route.endpoint_picker", "the pool would hold the pods of both versions", "leave `endpoint_picker` out, or set `rollout.strategy: rolling`"));
}
