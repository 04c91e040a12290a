using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules.Host;

/// <summary>Fewer threads than the engine has busy processes.</summary>
internal sealed class CpuThreadsTooFew : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6013", "Too few CPU threads for the ranks", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Each rank is a process that spins on one thread while its GPU works; the API server and the scheduler need two more. With fewer threads ranks take turns, and each collective waits for the last one.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  cpu_threads: 8"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  cpu_threads: 64"),
    };

    public CpuThreadsTooFew()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Config.Hardware.CpuThreads is null || d.Config.Hardware.CpuThreads >= Needed(d))
            .Reports(s => new Finding(
                "hardware.cpu_threads",
                $"{s.Deployment.Config.Hardware.CpuThreads} threads for {s.Deployment.GpusPerNode.Value} ranks, an API server and a scheduler",
                $"give at least {Needed(s.Deployment)}"
            ));

    private static int Needed(Deployment d) => d.GpusPerNode + 2;
}
