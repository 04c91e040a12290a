using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Several nodes and no word of the network between them.</summary>
internal sealed class FabricNotStated : ValidatorRule
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

    public FabricNotStated()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Fabric.IsStated)
            .When(s => s.Deployment.Nodes > 1)
            .Reports(s => new Finding(
                "hardware.network",
                $"{s.Deployment.Nodes} nodes, but no `hardware.network.fabric`; reckoned with {s.Deployment.Fabric.Value.Id}",
                "name the fabric, such as infiniband-ndr (`deepseek-config catalog fabrics`)"
            ));
}
