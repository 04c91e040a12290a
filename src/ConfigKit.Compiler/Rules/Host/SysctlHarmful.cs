using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A kernel parameter of old guides that harms a serving node or no longer exists.</summary>
internal static class SysctlHarmful
{
    public static readonly DiagnosticDescriptor Fault = new("CK6021", "Kernel parameter that harms or is gone", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`vm.overcommit_memory=2` refuses the address space that CUDA reserves, far beyond memory; `vm.zone_reclaim_mode` drops the page cache that loading lives from; `fs.file-max` of old guides lowers today's default; `tcp_tw_recycle` was removed in Linux 4.12, `tcp_low_latency` does nothing since 4.14; without timestamps or SACK TCP recovers worse.",
        },
        Bad = Examples.R1OnH200 + "host: {sysctl: {vm.overcommit_memory: 2}}\n",
        Good = Examples.R1OnH200 + "host: {sysctl: {vm.overcommit_memory: 1}}\n",
    };

    // Value empty: any.
    private static readonly ImmutableArray<(string Name, string Value, string Why)> Table =
    [
        ("vm.overcommit_memory", "2", "CUDA reserves address space far beyond memory, which 2 refuses"),
        ("vm.zone_reclaim_mode", "1", "it drops the page cache rather than use another NUMA node"),
        ("vm.drop_caches", "", "it is an action, not a setting, and throws away what loading needs"),
        ("fs.file-max", "", "the default is far larger since systemd 240"),
        ("net.ipv4.tcp_tw_recycle", "", "it was removed in Linux 4.12"),
        ("net.ipv4.tcp_low_latency", "", "it does nothing since Linux 4.14"),
        ("net.ipv4.tcp_timestamps", "0", "round trips can't be measured without"),
        ("net.ipv4.tcp_sack", "0", "every loss then repeats all that followed"),
    ];

    /// <summary>Why a value harms; null when it does not.</summary>
    public static string? Why(string name, string value) =>
        Table.FirstOrDefault(f => f.Name == name && (f.Value.Length == 0 || f.Value == value)).Why;
}
