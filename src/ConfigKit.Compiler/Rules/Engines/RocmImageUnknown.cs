using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>AMD GPUs without a named image.</summary>
internal sealed class RocmImageUnknown() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7016", "ROCm image not stated", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "The engines' ROCm images carry tags of their own (vllm/vllm-openai-rocm, lmsysorg/sglang:…-rocm…), which differ by "
                + "card and are not in the catalogue. The one that is written is a guess from the release: name "
                + "`container.base_image` as it is in your registry, best with its digest.",
        },
        Bad = Examples.R1OnH200.Replace("h200-sxm", "mi300x"),
        Good = Examples.R1OnH200.Replace("h200-sxm", "mi300x") + "container: {base_image: \"example.com/vllm-rocm:0.11.0\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Gpu.Vendor == GpuVendor.Amd && d.Engine.Engine.RunsOn(GpuVendor.Amd) && !d.Container.BaseImage.IsStated)
        {
            yield return new Finding(
                "container.base_image",
                $"no ROCm image of this release is known for {d.Gpu.Id}",
                "set `container.base_image` to the image that you use"
            );
        }
    }
}
