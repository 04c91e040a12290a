using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Host;

/// <summary>A start that must be faster than the storage.</summary>
internal sealed class LoadTimeImpossible : ValidatorRule
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

    public LoadTimeImpossible()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => s.Estimate.LoadTime <= s.Deployment.Config.Workload.LoadTime)
            .When(s => s.Deployment.Config.Workload.LoadTime is not null)
            .Reports(s => new Finding(
                "workload.load_time",
                $"reading {Quantity.FormatBytes(s.Estimate.CheckpointBytes)} at {Quantity.FormatRate(s.Deployment.StorageBandwidth.Value)} takes {Quantity.FormatDuration(s.Estimate.LoadTime)}; at most {Quantity.FormatDuration(s.Deployment.Config.Workload.LoadTime ?? default)} is allowed",
                $"storage of {Quantity.FormatRate(s.Deployment.StorageBandwidth.Value * (s.Estimate.LoadTime / (s.Deployment.Config.Workload.LoadTime ?? TimeSpan.MaxValue)))} a node reads it in time"
            ));
}
