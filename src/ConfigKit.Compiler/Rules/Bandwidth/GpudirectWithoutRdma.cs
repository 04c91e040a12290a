using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>GPUDirect over a network without RDMA.</summary>
internal sealed class GpudirectWithoutRdma() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5004", "GPUDirect without RDMA", Severity.Error)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Safe,
        Explanation = new()
        {
            Checks = "`gpudirect` is on while the network is used without RDMA.",
            Why =
                "GPUDirect RDMA lets the network card read and write GPU memory through RDMA verbs. Over TCP it has no effect: "
                + "data is copied through host memory, so the planned bandwidth isn't reached.",
            Fix = "Turn `gpudirect` off, or use RDMA where the fabric has it (InfiniBand, RoCE).",
            References =
            [
                new("NVIDIA PeerDirect and GPUDirect RDMA", "https://docs.nvidia.com/doca/sdk/NVIDIA+PeerDirect"),
                SourceLinks.NcclVariables,
            ],
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
            $"`gpudirect` has no effect: {d.Fabric.Value.Id} is used without RDMA",
            d.Fabric.Value.IsRdmaCapable
                ? "set `hardware.network.rdma: true`"
                : "remove `hardware.network.gpudirect`, or use an InfiniBand or RoCE fabric"
        );
    }
}
