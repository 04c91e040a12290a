using ConfigKit.Catalog;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Engines;

/// <summary>AMD GPUs without a named image.</summary>
internal sealed class RocmImageUnknown() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7016", "ROCm image not set", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "AMD GPUs without `container.base_image`. ROCm images (vllm/vllm-openai-rocm, lmsysorg/sglang:…-rocm…) have tags "
                + "of their own that differ by card and aren't in the catalogue.",
            Why = "The image that is written is a guess from the release; it may not exist or may lack kernels for the card.",
            Fix = "Set `container.base_image` to the image in your registry, best with its digest.",
            References = [new("vLLM: ROCm images", "https://github.com/vllm-project/vllm/tree/main/docker")],
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
                $"`container.base_image` is not set, and no ROCm image of this release is known for {d.Gpu.Id}",
                "set `container.base_image` to the image in your registry"
            );
        }
    }
}
