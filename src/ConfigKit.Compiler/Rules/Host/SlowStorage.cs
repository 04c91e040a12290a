using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>Storage from which the model takes half an hour to load.</summary>
internal sealed class SlowStorage() : DeploymentRule(Fault)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private static readonly DiagnosticDescriptor Fault = new("CK6005", "Storage too slow to load the model", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks = "Reading the checkpoint takes longer than 30 minutes. Each node reads its own pipeline stages.",
            Why = "Every start, restart and rollout takes that long, and probes may kill the engine before it is ready.",
            Formula = """
                checkpoint per node / storage bandwidth <= 30 min
                641.3 GiB / 125 MB/s (1 GbE) = 92 min; 383 MB/s would take 30 min
                """,
            Fix = "Use faster storage, or state `workload.load_time` if that time is acceptable.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  storage: {bandwidth: 1Gbps}"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  storage: {bandwidth: 2GB/s}"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (needed, rate) = (s.Estimate.LoadTime, s.Deployment.StorageBandwidth.Value);
        if (s.Deployment.Workload.LoadTime is not null || needed <= Longest)
        {
            yield break;
        }

        yield return new Finding(
            "hardware.storage.bandwidth",
            $"reading {Quantity.FormatBytes(s.Estimate.CheckpointBytes)} at {Quantity.FormatRate(rate)} "
                + $"takes {Quantity.FormatDuration(needed)} at every start",
            $"use storage with {Quantity.FormatRate(rate * (needed / Longest))} per node to load in {Quantity.FormatDuration(Longest)}"
        );
    }
}
