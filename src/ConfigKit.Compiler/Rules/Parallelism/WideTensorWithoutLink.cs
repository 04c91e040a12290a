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
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "Tensor parallelism moves `2 × layers` all-reduces a step, each `2 (n − 1) / n` of the hidden states, over the link between the GPUs. PCIe 4.0 x16 carries 32 GB/s one way where NVLink carries 300 to 900, so beyond two ranks the GPUs mostly wait. L-series, RTX 40 and 50 and RTX PRO cards have no NVLink at all; A40, A6000 and RTX 3090 have it only with a bridge: then state `hardware.nvlink: true`.",
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
            $"tensor parallelism {d.Layout.Tensor.Value} over PCIe{rate}: {d.Gpu.Id} has no NVLink here",
            $"set `parallelism: {{tensor: {WidestWithoutLink}, pipeline: {pipeline}}}`, "
                + "or state `hardware.nvlink: true` if bridges are fitted"
        );
    }
}
