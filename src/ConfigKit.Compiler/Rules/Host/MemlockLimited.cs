using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>RDMA with a limit on locked memory.</summary>
internal sealed class MemlockLimited() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6010", "Locked memory limited with RDMA", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks = "The limit on locked memory while the network uses RDMA.",
            Why =
                "RDMA pins every buffer it registers: under a limit `ibv_reg_mr` and `ibv_create_qp` fail and NCCL stops at the "
                + "first collective.",
            Fix = "Remove the limit: `memlock: unlimited`.",
            References =
            [
                new(
                    "NCCL: troubleshooting",
                    "https://docs.nvidia.com/deeplearning/nccl/archives/nccl_2262/user-guide/docs/troubleshooting.html"
                ),
            ],
        },
        Bad = Examples.R1OnTwoNodes + "host: {memlock: 64MiB}\n",
        Good = Examples.R1OnTwoNodes + "host: {memlock: unlimited}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var limit = d.Host.Memlock.Value;
        if (!d.IsRdma || d.Nodes <= 1 || limit == long.MaxValue)
        {
            yield break;
        }

        yield return new Finding(
            "host.memlock",
            $"memlock is limited to {Quantity.FormatBytes(limit)} but RDMA needs it unlimited",
            "set `host.memlock: unlimited`"
        );
    }
}
