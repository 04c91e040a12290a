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
            Checks =
                "Reading the checkpoint takes longer than 30 minutes, at each start, restart and rollout: bytes / `hardware.storage.bandwidth`. Gigabit Ethernet (0.125 GB/s) takes 92 minutes for 688.6 GB.",
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
                + $"takes {Quantity.FormatDuration(needed)} at each start",
            $"{Quantity.FormatRate(rate * (needed / Longest))} a node reads it in {Quantity.FormatDuration(Longest)}"
        );
    }
}
