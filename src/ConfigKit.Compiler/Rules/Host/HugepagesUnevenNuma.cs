using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Host;

/// <summary>Huge pages that NUMA nodes can't share evenly.</summary>
internal sealed class HugepagesUnevenNuma() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6012", "Huge pages don't divide among NUMA nodes", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks = "The kernel spreads reserved huge pages evenly over the NUMA nodes; the number isn't a multiple of them.",
            Why = "The remainder ends up on one node, so a process bound to another finds fewer pages than planned.",
            Formula = """
                pages % NUMA nodes == 0
                15 % 2 = 1; 16 % 2 = 0
                """,
            Fix = "Use a multiple of the NUMA nodes.",
            References = [SourceLinks.HugePages],
        },
        Bad = Examples.R1OnH200 + "host: {hugepages_1gi: 15, numa_nodes: 2}\n",
        Good = Examples.R1OnH200 + "host: {hugepages_1gi: 16, numa_nodes: 2}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Host.StatedNumaNodes is not { } nodes)
        {
            yield break;
        }

        (string Key, int Pages)[] kinds = [("host.hugepages_2mi", d.Host.Hugepages2Mi), ("host.hugepages_1gi", d.Host.Hugepages1Gi)];
        foreach (var (key, pages) in kinds)
        {
            if (pages % nodes > 0)
            {
                yield return new Finding(
                    key,
                    $"{pages} huge pages can't be divided evenly among {nodes} NUMA nodes",
                    $"set `{key}: {(pages + nodes - 1) / nodes * nodes}`"
                );
            }
        }
    }
}
