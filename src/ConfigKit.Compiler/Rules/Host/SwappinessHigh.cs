using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A node that swaps readily.</summary>
internal static class SwappinessHigh
{
    // What tuned's latency profiles set.
    public const int Highest = 10;

    public static readonly DiagnosticDescriptor Fault = new("CK6009", "Swappiness too high for inference", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`host.swappiness` above 10. The kernel's default is 60; 10 is what tuned's latency profiles use; 1 keeps swap "
                + "for emergencies.",
            Why =
                "While a checkpoint streams through the page cache the kernel swaps out the engine's own memory, and tokens wait "
                + "until it is read back.",
            Formula = "vm.swappiness <= 10",
            Fix = "Set it to 1.",
            References = [SourceLinks.KernelVm],
        },
        Bad = Examples.R1OnH200 + "host: {swappiness: 60}\n",
        Good = Examples.R1OnH200 + "host: {swappiness: 1}\n",
    };
}
