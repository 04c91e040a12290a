using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Host;

/// <summary>RDMA with a limit on locked memory.</summary>
internal sealed class MemlockLimited : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6010", "Locked memory limited with RDMA", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "RDMA pins every buffer that it registers; under a memlock limit `ibv_reg_mr` and `ibv_create_qp` fail and NCCL stops (NCCL guide, troubleshooting: `memlock unlimited`).",
        },
        Bad = Examples.R1OnTwoNodes + "host: {memlock: 64MiB}\n",
        Good = Examples.R1OnTwoNodes + "host: {memlock: unlimited}\n",
    };

    public MemlockLimited()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Config.Host)
            .Must(h => h.Memlock is null or long.MaxValue)
            .When(s => s.Deployment.IsRdma && s.Deployment.Nodes > 1)
            .Reports(s => new Finding(
                "host.memlock",
                $"memlock is limited to {Quantity.FormatBytes(s.Deployment.Config.Host.Memlock ?? 0)} on an RDMA network",
                "set `host.memlock: unlimited`"
            ));
}
