using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Several nodes and no word of the network between them.</summary>
internal sealed class FabricNotStated() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5009", "Several nodes without a stated fabric", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "What joins the nodes decides which layouts make sense and which NCCL settings are written. Without it 10 Gb/s Ethernet over TCP is reckoned with, the slowest common case.",
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
            $"{d.Nodes} nodes, but no `hardware.network.fabric`; reckoned with {d.Fabric.Value.Id}",
            "name the fabric, such as infiniband-ndr (`deepseek-config catalog fabrics`)"
        );
    }
}
