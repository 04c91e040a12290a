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
                "The layout must use exactly the GPUs of the deployment. In SGLang with data-parallel attention the data groups "
                + "are within `tensor` and don't count.",
            Why =
                "With more ranks than GPUs the engine doesn't start or waits forever for the missing ranks; with fewer, GPUs that "
                + "you pay for stay idle.",
            Formula = """
                tensor × pipeline × data == nodes × gpus_per_node
                8 × 2 × 1 = 16, but 1 × 8 = 8
                """,
            Fix = "Change the layout or the number of GPUs. Without a `parallelism` section a layout is chosen.",
            References = [SourceLinks.Vllm("vllm/config/parallel.py", 1072)],
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
            $"{stated} needs {layout.WorldSize} GPUs; the deployment has {d.Nodes} × {d.GpusPerNode.Value} = {d.GpuCount}",
            LayoutSearch.Nearest(d)
        );
    }
}
