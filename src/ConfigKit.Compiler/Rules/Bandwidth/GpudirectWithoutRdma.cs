using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>GPUDirect over a network without RDMA.</summary>
internal sealed class GpudirectWithoutRdma() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5004", "GPUDirect without RDMA", Severity.Error)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "GPUDirect RDMA lets the network card read and write GPU memory through RDMA verbs (nvidia-peermem or DMA-BUF). Over TCP there is nothing to do it: data is copied through host memory. Either the network has RDMA (InfiniBand, RoCE) or GPUDirect has no effect.",
        },
        Bad = Examples.R1OnTwoNodes.Replace("rdma: true", "rdma: false"),
        Good = Examples.R1OnTwoNodes,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!d.IsGpudirect || d.IsRdma)
        {
            yield break;
        }

        yield return new Finding(
            "hardware.network.gpudirect",
            $"gpudirect is true but {d.Fabric.Value.Id} is used without RDMA",
            d.Fabric.Value.IsRdmaCapable
                ? "set `hardware.network.rdma: true`"
                : "leave `hardware.network.gpudirect` out, or name an InfiniBand or RoCE fabric"
        );
    }
}
