using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Gateway;

/// <summary>Pods in the node's network behind a gateway.</summary>
internal sealed class EngineOnNodeNetwork() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK8013",
        "Engine's port on the node's network behind a gateway",
        Severity.Warning
    )
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "With `host_network` the engine listens on each address of the node, and a NetworkPolicy does not select pods of "
                + "the node's network: whoever reaches the node goes around the gateway.",
        },
        Bad = GatewayExample.R1With("kubernetes: {host_network: true}\n"),
        Good = GatewayExample.R1With("kubernetes: {host_network: false}\n"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Gateway is not null && s.Deployment.Cluster.HostNetwork)
        {
            yield return new Finding(
                "kubernetes.host_network",
                $"port {s.Deployment.Serving.Port} of the engine is open on the node's addresses, beside the gateway",
                "leave `kubernetes.host_network` out, or close the port with the node's firewall"
            );
        }
    }
}
