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
        FixSafety = FixSafety.Unsafe,
        Explanation = new()
        {
            Checks = "Several nodes are joined by less than 10 Gb/s.",
            Why =
                "1 GbE carries 0.125 GB/s: enough for client requests to one node, not for hidden states between pipeline stages, "
                + "loading weights and setting up collectives.",
            Formula = "688.6 GB of DeepSeek-V3 weights / 0.125 GB/s = 92 min",
            Fix =
                "Use 10 GbE at least, InfiniBand or RoCE for anything but pipeline parallelism. This changes the hardware, not "
                + "only a setting.",
            References = [SourceLinks.VllmScaling],
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
            $"{d.Nodes} nodes are connected at {rate} ({d.Fabric.Value.Id}); at least {Quantity.FormatRate(LeastBandwidth)} is needed",
            "use `hardware.network.fabric: ethernet-10g` or a faster fabric"
        );
    }
}
