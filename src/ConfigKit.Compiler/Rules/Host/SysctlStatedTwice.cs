using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A kernel parameter that has a key of its own.</summary>
internal static class SysctlStatedTwice
{
    public static readonly DiagnosticDescriptor Fault = new("CK6022", "Kernel parameter duplicates a key", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`host.sysctl` names a parameter that has a key of its own, whose value is checked against memory, NUMA nodes and "
                + "network.",
            Why = "The value that runs might not be the one that was checked.",
            Fix = "Set the key and remove the parameter.",
            References = [SourceLinks.KernelVm],
        },
        Bad = Examples.R1OnH200 + "host: {sysctl: {vm.swappiness: 10}}\n",
        Good = Examples.R1OnH200 + "host: {swappiness: 10}\n",
    };

    /// <summary>The keys by the parameters that they set.</summary>
    public static ImmutableDictionary<string, string> Keys { get; } =
        ImmutableDictionary.CreateRange([
            KeyValuePair.Create("vm.swappiness", "host.swappiness"),
            KeyValuePair.Create("vm.max_map_count", "host.max_map_count"),
            KeyValuePair.Create("vm.nr_hugepages", "host.hugepages_2mi"),
            KeyValuePair.Create("kernel.numa_balancing", "host.numa_balancing"),
            KeyValuePair.Create("net.core.rmem_max", "host.socket_buffer"),
            KeyValuePair.Create("net.core.wmem_max", "host.socket_buffer"),
        ]);
}
