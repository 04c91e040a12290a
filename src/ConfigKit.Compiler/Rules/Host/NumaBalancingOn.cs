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
            Checks = "`kernel.numa_balancing` is on.",
            Why =
                "The kernel unmaps pages to learn who uses them and moves them between NUMA nodes. Ranks are pinned, so it only "
                + "adds page faults and jitter; the tuning guides of NVIDIA and AMD turn it off.",
            Fix = "Set it to false. If other workloads of the node rely on it, pin them.",
            References = [SourceLinks.KernelSysctl],
        },
        Bad = Examples.R1OnH200 + "host: {numa_balancing: true}\n",
        Good = Examples.R1OnH200 + "host: {numa_balancing: false}\n",
    };
}
