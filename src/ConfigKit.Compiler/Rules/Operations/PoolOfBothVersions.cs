using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>Something that chooses pods and can't tell two versions apart.</summary>
internal sealed class PoolOfBothVersions() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9028", "Pod selection that mixes both versions", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "A canary or blue-green rollout excludes `kubernetes.route.endpoint_picker`, and Envoy as a gateway that hashes "
                + "over pods.",
            Why =
                "An InferencePool selects pods by labels that both versions have, and so does the headless Service that Envoy "
                + "hashes over. Requests would reach a new version before it is judged and after it is rolled back. Argo Rollouts' "
                + "Gateway API plugin shifts requests between Services, not pools; nginx calls the Service that a rollout switches.",
            Fix =
                "Remove `endpoint_picker`, or set `gateway.implementations: [nginx]`. To keep either, set `rollout.strategy: "
                + "rolling`, which doesn't judge the error rate.",
            References =
            [
                new("Gateway API Inference Extension", "https://gateway-api-inference-extension.sigs.k8s.io/"),
                new("Argo Rollouts: Gateway API plugin", "https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/"),
                new(
                    "Envoy: service discovery (strict DNS)",
                    "https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/service_discovery"
                ),
            ],
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
                "the InferencePool would contain the pods of both versions",
                "remove `endpoint_picker`, or set `rollout.strategy: rolling`"
            );
        }

        if (d.Gateway is { ChoosesPods: true })
        {
            yield return new(
                "gateway",
                "Envoy would hash across the pods of both versions",
                "set `gateway.implementations: [nginx]`, or `rollout.strategy: rolling`"
            );
        }
    }
}
