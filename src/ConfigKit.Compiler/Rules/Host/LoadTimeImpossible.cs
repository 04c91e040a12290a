using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>A start that must be faster than the storage.</summary>
internal sealed class LoadTimeImpossible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK6004", "Load time too short for the storage", Severity.Error)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "`workload.load_time` is the longest time from start to ready; reading the checkpoint alone takes bytes / "
                + "`hardware.storage.bandwidth`. Each node reads its own pipeline stages.",
            Why =
                "Restarts and scale-outs miss the target even if nothing else takes time; compiling kernels and capturing CUDA "
                + "graphs come on top.",
            Formula = """
                checkpoint per node / storage bandwidth <= load_time
                641.3 GiB / 1 GB/s = 11.5 min > 5 min: at least 2.3 GB/s per node
                """,
            Fix = "Use faster storage (local NVMe), or allow more time.",
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
                + $"takes {Quantity.FormatDuration(needed)}; the limit is {Quantity.FormatDuration(allowed)}",
            $"use storage with at least {Quantity.FormatRate(rate * (needed / allowed))} per node"
        );
    }
}
