using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Several nodes joined by gigabit Ethernet.</summary>
internal sealed class GigabitBetweenNodes() : DeploymentRule(Fault)
{
    // Below 10 Gb/s.
    private const double LeastBandwidth = 10e9 / 8;

    private static readonly DiagnosticDescriptor Fault = new("CK5002", "Several nodes on gigabit Ethernet", Severity.Error)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "Gigabit Ethernet carries 0.125 GB/s: enough for the requests of clients to one node, and for nothing else. Hidden states between pipeline stages, the weights themselves (688.6 GB take 92 minutes) and collective set-up all pass the same wire. At least 10 Gb/s is asked for between nodes.",
        },
        Bad = Examples.R1OnTwoNodes.Replace("fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true", "fabric: ethernet-1g"),
        Good = Examples.R1OnTwoNodes,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Nodes <= 1 || d.NodeNetworkBandwidth >= LeastBandwidth)
        {
            yield break;
        }

        var rate = Quantity.FormatRate(d.NodeNetworkBandwidth);
        yield return new Finding(
            "hardware.network.fabric",
            $"{d.Nodes} nodes are joined by {rate} ({d.Fabric.Value.Id}); at least {Quantity.FormatRate(LeastBandwidth)} is needed",
            "use `hardware.network.fabric: ethernet-10g` or faster"
        );
    }
}
