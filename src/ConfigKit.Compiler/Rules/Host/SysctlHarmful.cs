using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A kernel parameter of old guides that harms a serving node or no longer exists.</summary>
internal static class SysctlHarmful
{
    public static readonly DiagnosticDescriptor Fault = new("CK6021", "Harmful or removed kernel parameter", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks = "Parameters that old tuning guides recommend and that harm a serving node or no longer exist.",
            Why =
                "`vm.overcommit_memory=2` refuses the address space that CUDA reserves; `vm.zone_reclaim_mode` drops the page "
                + "cache that loading needs; `fs.file-max` of old guides lowers today's default; `tcp_tw_recycle` is gone since "
                + "Linux 4.12 and `tcp_low_latency` does nothing since 4.14; without timestamps or SACK TCP recovers more slowly.",
            Fix = "Remove the parameter.",
            References = [SourceLinks.KernelVm, SourceLinks.KernelNetwork],
        },
        Bad = Examples.R1OnH200 + "host: {sysctl: {vm.overcommit_memory: 2}}\n",
        Good = Examples.R1OnH200 + "host: {sysctl: {vm.overcommit_memory: 1}}\n",
    };

    // Value empty: any.
    private static readonly ImmutableArray<(string Name, string Value, string Why)> Table =
    [
        ("vm.overcommit_memory", "2", "CUDA reserves far more address space than RAM, which 2 refuses"),
        ("vm.zone_reclaim_mode", "1", "it drops the page cache rather than use another NUMA node"),
        ("vm.drop_caches", "", "it is an action, not a setting, and drops the cache that loading needs"),
        ("fs.file-max", "", "the default since systemd 240 is far larger"),
        ("net.ipv4.tcp_tw_recycle", "", "it was removed in Linux 4.12"),
        ("net.ipv4.tcp_low_latency", "", "it does nothing since Linux 4.14"),
        ("net.ipv4.tcp_timestamps", "0", "TCP can't measure round trips without timestamps"),
        ("net.ipv4.tcp_sack", "0", "each loss then resends everything after it"),
    ];

    /// <summary>Why a value harms; null when it does not.</summary>
    public static string? Why(string name, string value) =>
        Table.FirstOrDefault(f => f.Name == name && (f.Value.Length == 0 || f.Value == value)).Why;
}
