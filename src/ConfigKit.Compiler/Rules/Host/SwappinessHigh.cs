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
                "While a checkpoint streams through the page cache, a high `vm.swappiness` pushes the engine's own memory to disk, and each token then waits for it. 1 keeps swap for emergencies, 10 is what tuned's latency profiles use; the kernel's default is 60.",
        },
        Bad = Examples.R1OnH200 + "host: {swappiness: 60}\n",
        Good = Examples.R1OnH200 + "host: {swappiness: 1}\n",
    };
}
