using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>RDMA over a fabric that has none.</summary>
internal sealed class RdmaWithoutFabric() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5005", "RDMA on a fabric without it", Severity.Error)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "RDMA verbs need InfiniBand, or RoCE on Ethernet ports and switches that are set up for it (lossless class). Plain Ethernet has none: NCCL then finds no device and falls back to sockets, or fails where NCCL_NET is forced.",
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
            $"rdma is true on {fabric.Id}, which has none",
            "name a RoCE or InfiniBand fabric, or leave `rdma` out"
        );
    }
}
