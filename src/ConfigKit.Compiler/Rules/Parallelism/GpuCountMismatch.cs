using ConfigKit.Changes;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>The layout takes another number of GPUs than there are.</summary>
internal sealed class GpuCountMismatch() : DeploymentRule(Fault)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var layout = d.Layout;
        if (layout.WorldSize == d.GpuCount)
        {
            yield break;
        }

        var stated = $"tensor {layout.Tensor.Value} × pipeline {layout.Pipeline.Value} × data {layout.Data.Value}";
        yield return new Finding(
            "parallelism",
            $"{stated} takes {layout.WorldSize} GPUs; there are {d.Nodes} × {d.GpusPerNode.Value} = {d.GpuCount}",
            LayoutSearch.Nearest(d)
        );
    }
}
