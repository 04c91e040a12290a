using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>Something that chooses pods and can't tell two versions apart.</summary>
internal sealed class PoolOfBothVersions() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9028", "Choice among pods beside two versions", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "An InferencePool selects pods by labels that both versions have, and so does the headless Service over which Envoy "
                + "hashes: requests go to a new version before it is judged and after it is undone. Argo Rollouts' plugin for the "
                + "Gateway API shifts requests between Services, not pools. nginx calls the Service, which a rollout switches.",
        },
        Bad =
            Examples.R1OnH200
            + "rollout: {strategy: blue_green, spare_gpus: true}\nkubernetes:\n  route: {gateway: public, endpoint_picker: epp}\n",
        Good = Examples.R1OnH200 + "rollout: {strategy: blue_green, spare_gpus: true}\nkubernetes:\n  route: {gateway: public}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!d.Rollout.IsJudged)
        {
            yield break;
        }

        if (d.Cluster.Route?.EndpointPicker is not null)
        {
            yield return new(
                "kubernetes.route.endpoint_picker",
                "the pool would hold the pods of both versions",
                "leave `endpoint_picker` out, or set `rollout.strategy: rolling`"
            );
        }

        if (d.Gateway is { ChoosesPods: true })
        {
            yield return new(
                "gateway",
                "Envoy would hash over the pods of both versions",
                "set `gateway.implementations: [nginx]`, or `rollout.strategy: rolling`"
            );
        }
    }
}
