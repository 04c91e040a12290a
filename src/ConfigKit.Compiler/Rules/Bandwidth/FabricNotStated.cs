using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Several nodes and no word of the network between them.</summary>
internal sealed class FabricNotStated() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5009", "Several nodes without a network fabric", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        DependsOnLayout = true,
        Explanation = new()
        {
            Checks = "The deployment has several nodes and no `hardware.network.fabric`.",
            Why =
                "The fabric decides which layouts make sense and which NCCL settings are written. 10 GbE over TCP is assumed, the "
                + "slowest common case, so a faster network isn't used.",
            Fix = "Set `hardware.network.fabric`; `deepseek-config catalog fabrics` lists them.",
            References = [SourceLinks.NcclVariables],
        },
        Bad = Examples.R1OnTwoNodes.Replace("  network: {fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true}\n", ""),
        Good = Examples.R1OnTwoNodes,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Nodes <= 1 || d.Fabric.IsStated)
        {
            yield break;
        }

        yield return new Finding(
            "hardware.network",
            $"{d.Nodes} nodes without `hardware.network.fabric`; assuming {d.Fabric.Value.Id}",
            "set `hardware.network.fabric`, such as infiniband-ndr (`deepseek-config catalog fabrics` lists them)"
        );
    }
}
