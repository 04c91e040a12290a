using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Wide tensor parallelism over PCIe.</summary>
internal sealed class WideTensorWithoutLink() : DeploymentRule(Fault)
{
    private const int WidestWithoutLink = 2;

    private static readonly DiagnosticDescriptor Fault = new("CK4011", "Wide tensor parallelism without NVLink", Severity.Warning)
    {
        Group = DiagnosticGroup.Parallelism,
        DependsOnLayout = true,
        Explanation = new()
        {
            Checks =
                "More than two tensor ranks in a node whose GPUs are joined by PCIe alone. L-series, RTX 40, RTX 50 and RTX PRO "
                + "cards have no NVLink; A40, A6000 and RTX 3090 have it only with a bridge.",
            Why =
                "Every layer ends in all-reduces over this link. PCIe 4.0 x16 carries 32 GB/s one way, NVLink 150 to 900 GB/s, so "
                + "the GPUs mostly wait.",
            Formula = """
                bytes per GPU and token = 2 × layers × 2 (n − 1) / n × hidden_size × 2 B
                R1-Distill-Qwen-7B, 4 ranks: 2 × 28 × 1.5 × 3584 × 2 B = 602 kB
                a prefill of 8,192 tokens: 4.9 GB, 157 ms at 31.5 GB/s
                """,
            Fix =
                "Use `tensor: 2` and pipeline stages for the rest: better throughput, longer latency for a single request. With "
                + "bridges, set `hardware.nvlink: true`.",
            References = [SourceLinks.VllmScaling],
        },
        Bad = Examples.Distill7B.Replace("h100-sxm", "l40s").Replace("gpus_per_node: 1", "gpus_per_node: 4\nparallelism: {tensor: 4}"),
        Good = Examples.Distill7B.Replace("h100-sxm", "l40s").Replace("gpus_per_node: 1", "gpus_per_node: 2\nparallelism: {tensor: 2}"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.IsLinked || Math.Min(d.Layout.Tensor, d.GpusPerNode) <= WidestWithoutLink)
        {
            yield break;
        }

        var rate = d.Gpu.PcieBandwidth is { } pcie ? $" ({Quantity.FormatRate(pcie)} one way)" : "";
        var pipeline = Math.Max(1, d.GpuCount / WidestWithoutLink);
        yield return new Finding(
            "parallelism.tensor",
            $"tensor parallelism {d.Layout.Tensor.Value} runs over PCIe{rate}: {d.Gpu.Id} has no NVLink here",
            $"set `parallelism: {{tensor: {WidestWithoutLink}, pipeline: {pipeline}}}`, "
                + "or `hardware.nvlink: true` if bridges are fitted"
        );
    }
}
