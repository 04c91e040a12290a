using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>The traffic between nodes takes longer than the work on them.</summary>
internal sealed class NetworkSlowerThanCompute() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5003", "Network slower than the parallel traffic", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                Bytes that a node sends for one decode step over its rate, against the shortest time that the step's work takes (its roofline):

                    pipeline   hidden states once a stage
                    tensor     2 × layers × 2 (n − 1) / n × hidden states, where ranks span nodes
                    expert     2 × MoE layers × hidden states × experts per token, where ranks span nodes

                When sending takes longer than computing, the GPUs wait for the network.
                """,
        },
        Bad =
            Examples
                .R1OnTwoNodes.Replace("nics_per_node: 8, rdma: true, gpudirect: true", "nics_per_node: 1, rdma: true")
                .Replace("tensor: 8, pipeline: 2", "tensor: 8, data: 2, expert: true")
                .Replace("h100-sxm", "h200-sxm") + "workload: {concurrency: 2048, input_tokens: 800, output_tokens: 200}\n",
        Good = Examples.R1OnTwoNodes,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (d, performance) = (s.Deployment, s.Estimate.Performance);
        if (d.Nodes <= 1 || d.NodeNetworkBandwidth <= 0 || performance.Work is not { } work)
        {
            yield break;
        }

        var sending = TimeSpan.FromSeconds(performance.NetworkBytesPerStep / d.NodeNetworkBandwidth);
        if (sending <= work)
        {
            yield break;
        }

        var bytes = Quantity.FormatBytes(performance.NetworkBytesPerStep);
        var rate = Quantity.FormatRate(d.NodeNetworkBandwidth);
        yield return new Finding(
            "hardware.network",
            $"one decode step of {performance.Concurrency} sequences sends {bytes} from each node, "
                + $"{Quantity.FormatDuration(sending)} at {rate}; its work takes {Quantity.FormatDuration(work)}",
            $"{Math.Ceiling(d.NicsPerNode * sending / work)} such ports a node carry it; or keep tensor and expert ranks inside the node"
        );
    }
}
