using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Host;

/// <summary>Main memory smaller than what a node loads.</summary>
internal sealed class PageCacheBelowCheckpoint : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK6002", "Host memory smaller than the checkpoint", Severity.Warning)
    {
        Group = DiagnosticGroup.Host,
        Explanation = new()
        {
            Checks =
                "Every tensor rank of a node opens the same safetensors files and copies its slice. With enough memory the files are read once and served from the page cache; with less, ranks that drift apart read them again, up to once each. Compare `hardware.memory` with the checkpoint's share of the node's pipeline stages.",
        },
        Bad = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 512GiB"),
        Good = Examples.R1OnH200.Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 2TiB"),
    };

    public PageCacheBelowCheckpoint()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => HostMemoryBelowShare.Usable(s.Deployment) - HostMemoryBelowShare.Needed(s.Deployment) >= Share(s))
            .When(s =>
                s.Deployment.Config.Hardware.Memory is not null
                && s.Deployment.Layout.Tensor > 1
                && HostMemoryBelowShare.Usable(s.Deployment) >= HostMemoryBelowShare.Needed(s.Deployment)
            )
            .Reports(s => new Finding(
                "hardware.memory",
                $"a node reads {Quantity.FormatBytes(Share(s))} of weights; {Quantity.FormatBytes(HostMemoryBelowShare.Usable(s.Deployment))} of main memory can't keep them for all {s.Deployment.GpusPerNode.Value} ranks",
                $"{Quantity.FormatBytes(Share(s) + HostMemoryBelowShare.Needed(s.Deployment))} keep them; or load with a streaming loader"
            ));

    private static long Share(Subject s) => s.Estimate.CheckpointBytes / Math.Clamp(s.Deployment.Layout.Pipeline, 1, s.Deployment.Nodes);
}
