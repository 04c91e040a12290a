using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>RDMA over a fabric that has none.</summary>
internal sealed class RdmaWithoutFabric() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5005", "RDMA on a fabric without RDMA", Severity.Error)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "`rdma` is on for a fabric without RDMA. RDMA needs InfiniBand, or RoCE on Ethernet ports and switches configured "
                + "for it (lossless class).",
            Why = "NCCL finds no RDMA device and falls back to sockets, or fails where `NCCL_NET` forces one.",
            Fix = "Turn `rdma` off, or name the RoCE or InfiniBand fabric that the nodes really have.",
            References = [SourceLinks.NcclVariables],
        },
        Bad = Examples.R1OnTwoNodes.Replace(
            "fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true",
            "fabric: ethernet-100g, rdma: true"
        ),
        Good = Examples.R1OnTwoNodes,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var fabric = s.Deployment.Fabric.Value;
        if (!s.Deployment.IsRdma || fabric.IsRdmaCapable)
        {
            yield break;
        }

        yield return new Finding(
            "hardware.network.rdma",
            $"`rdma` is on, but {fabric.Id} has no RDMA",
            "remove `hardware.network.rdma`, or use a RoCE or InfiniBand fabric"
        );
    }
}
