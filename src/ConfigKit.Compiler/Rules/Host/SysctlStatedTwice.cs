using System.Collections.Immutable;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>A kernel parameter that has a key of its own.</summary>
internal sealed class SysctlStatedTwice : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6022", "Kernel parameter that has a key of its own", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "These parameters have keys, whose values are checked against memory, NUMA nodes and network. Stated here too, the value that runs might not be the one that was checked.",
        },
        Bad = Examples.R1OnH200 + "host: {sysctl: {vm.swappiness: 10}}\n",
        Good = Examples.R1OnH200 + "host: {swappiness: 10}\n",
    };

    private static readonly ImmutableArray<(string Name, string Key)> Table =
    [
        ("vm.swappiness", "host.swappiness"),
        ("vm.max_map_count", "host.max_map_count"),
        ("vm.nr_hugepages", "host.hugepages_2mi"),
        ("kernel.numa_balancing", "host.numa_balancing"),
        ("net.core.rmem_max", "host.socket_buffer"),
        ("net.core.wmem_max", "host.socket_buffer"),
    ];

    public SysctlStatedTwice()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s =>
                from pair in Table
                where s.Deployment.Config.Host.Sysctl.ContainsKey(pair.Name)
                select new Finding($"host.sysctl.{pair.Name}", $"{pair.Name} has a key of its own", $"set `{pair.Key}` instead")
            );
}
