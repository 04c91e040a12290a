using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>The traffic between nodes takes longer than the work on them.</summary>
internal sealed class NetworkSlowerThanCompute() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5003", "Network slower than the parallel traffic", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        DependsOnLayout = true,
        Explanation = new()
        {
            Checks =
                "The time to send what one decode step moves between nodes, against the shortest time that the work of the step "
                + "takes (its roofline).",
            Why = "GPUs wait for the network at every step, so paid compute stays idle.",
            Formula = """
                bytes per node and step / node bandwidth <= roofline time of the step
                pipeline   hidden states, once per stage
                tensor     2 × layers × 2 (n − 1) / n × hidden states, where ranks span nodes
                expert     2 × MoE layers × hidden states × experts per token, where ranks span nodes
                DeepSeek-R1, expert parallelism over 2 nodes, 2,048 sequences, one 400 Gb/s port:
                6.3 GiB / 50 GB/s = 136 ms > 22.8 ms
                """,
            Fix = "Add network ports (usually one per GPU), or keep tensor and expert ranks within a node.",
            References = [new("aiconfigurator: communication model", "https://github.com/ai-dynamo/aiconfigurator")],
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
            $"a decode step for {performance.Concurrency} {(performance.Concurrency == 1 ? "sequence" : "sequences")} sends {bytes} per node "
                + $"({Quantity.FormatDuration(sending)} at {rate}), longer than its compute ({Quantity.FormatDuration(work)})",
            $"use {Math.Ceiling(d.NicsPerNode * sending / work)} ports of this speed per node, or keep tensor and expert ranks within a node"
        );
    }
}
