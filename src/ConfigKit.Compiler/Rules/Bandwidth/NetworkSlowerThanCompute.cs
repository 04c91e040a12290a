using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>The traffic between nodes takes longer than the work on them.</summary>
internal sealed class NetworkSlowerThanCompute : ValidatorRule
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

    public NetworkSlowerThanCompute()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => Sending(s) <= s.Estimate.Performance.Work)
            .When(s => s.Deployment.Nodes > 1 && s.Deployment.NodeNetworkBandwidth > 0 && s.Estimate.Performance.Work is not null)
            .Reports(s => new Finding(
                "hardware.network",
                $"one decode step of {s.Estimate.Performance.Concurrency} sequences sends {Quantity.FormatBytes(s.Estimate.Performance.NetworkBytesPerStep)} from each node, {Quantity.FormatDuration(Sending(s))} at {Quantity.FormatRate(s.Deployment.NodeNetworkBandwidth)}; its work takes {Quantity.FormatDuration(s.Estimate.Performance.Work ?? default)}",
                $"{Math.Ceiling(s.Deployment.NicsPerNode * Sending(s) / (s.Estimate.Performance.Work ?? TimeSpan.MaxValue))} such ports a node carry it; or keep tensor and expert ranks inside the node"
            ));

    private static TimeSpan Sending(Subject s) =>
        TimeSpan.FromSeconds(s.Estimate.Performance.NetworkBytesPerStep / s.Deployment.NodeNetworkBandwidth);
}
