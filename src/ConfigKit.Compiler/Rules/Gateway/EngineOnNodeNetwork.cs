using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Gateway;

/// <summary>Pods in the node's network behind a gateway.</summary>
internal sealed class EngineOnNodeNetwork() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8013", "Engine port reachable on the node's network", Severity.Warning)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks = "A gateway is configured and `kubernetes.host_network` is true.",
            Why =
                "The engine then listens on every address of the node, and a NetworkPolicy usually doesn't apply to pods in the "
                + "node's network: anyone who can reach the node bypasses the gateway.",
            Fix =
                "Remove `kubernetes.host_network`; RDMA then needs a device plugin (`kubernetes.rdma_resource`). Otherwise block "
                + "the port with the node's firewall.",
            References = [new("Kubernetes: network policies", "https://kubernetes.io/docs/concepts/services-networking/network-policies/")],
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
                $"engine port {s.Deployment.Serving.Port} is reachable on the node's addresses, bypassing the gateway",
                "remove `kubernetes.host_network`, or block the port with the node's firewall"
            );
        }
    }
}
