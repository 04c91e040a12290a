using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>A start that must be faster than the storage.</summary>
internal sealed class LoadTimeImpossible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6004", "Load time beyond the storage bandwidth", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`workload.load_time` is the longest time from start to ready. Reading the checkpoint alone takes bytes / `hardware.storage.bandwidth` (each node reads the layers of its own pipeline stages); compiling kernels and capturing graphs come on top.",
        },
        Bad =
            Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  storage: {bandwidth: 1GB/s}")
            + "workload: {load_time: 5m}\n",
        Good =
            Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  storage: {bandwidth: 7GB/s}")
            + "workload: {load_time: 5m}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (needed, rate) = (s.Estimate.LoadTime, s.Deployment.StorageBandwidth.Value);
        if (s.Deployment.Workload.LoadTime is not { } allowed || needed <= allowed)
        {
            yield break;
        }

        yield return new Finding(
            "workload.load_time",
            $"reading {Quantity.FormatBytes(s.Estimate.CheckpointBytes)} at {Quantity.FormatRate(rate)} "
                + $"takes {Quantity.FormatDuration(needed)}; at most {Quantity.FormatDuration(allowed)} is allowed",
            $"storage of {Quantity.FormatRate(rate * (needed / allowed))} a node reads it in time"
        );
    }
}
