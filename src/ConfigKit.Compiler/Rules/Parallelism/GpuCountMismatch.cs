using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Parallelism;

/// <summary>The layout takes another number of GPUs than there are.</summary>
internal sealed class GpuCountMismatch : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK4006", "Parallel layout does not match the number of GPUs", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "tensor × pipeline × data must equal nodes × gpus_per_node: with more ranks than GPUs the engine waits for ever, with fewer, GPUs that are paid for stand idle. In SGLang with data-parallel attention the data groups lie within tensor and do not count. Leave the whole `parallelism` section out to have a layout chosen.",
        },
        Bad = Examples.R1OnH200.Replace("tensor: 8", "tensor: 8, pipeline: 2"),
        Good = Examples.R1OnH200,
    };

    public GpuCountMismatch()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Layout.WorldSize == d.GpuCount)
            .Reports(s => new Finding(
                "parallelism",
                $"tensor {s.Deployment.Layout.Tensor.Value} × pipeline {s.Deployment.Layout.Pipeline.Value} × data {s.Deployment.Layout.Data.Value} takes {s.Deployment.Layout.WorldSize} GPUs; there are {s.Deployment.Nodes} × {s.Deployment.GpusPerNode.Value} = {s.Deployment.GpuCount}",
                LayoutSearch.Nearest(s.Deployment)
            ));
}
