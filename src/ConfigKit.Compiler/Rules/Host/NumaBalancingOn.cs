using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>Automatic NUMA balancing.</summary>
internal static class NumaBalancingOn
{
    public static readonly DiagnosticDescriptor Fault = new("CK6014", "NUMA balancing on", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "With `kernel.numa_balancing` the kernel unmaps pages to learn who uses them and moves them between NUMA nodes; ranks are pinned, so it only adds page faults and jitter. NVIDIA's and AMD's tuning guides turn it off.",
        },
        Bad = Examples.R1OnH200 + "host: {numa_balancing: true}\n",
        Good = Examples.R1OnH200 + "host: {numa_balancing: false}\n",
    };
}
