using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>AMD GPUs without a named image.</summary>
internal sealed class RocmImageUnknown : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7016", "ROCm image not stated", Severity.Warning)
    {
        Explanation =
            "The engines' ROCm images carry tags of their own (vllm/vllm-openai-rocm, lmsysorg/sglang:…-rocm…), which differ by card and are not in the catalogue. The one that is written is a guess from the release: name `container.base_image` as it is in your registry, best with its digest.",
        Bad = Examples.R1OnH200.Replace("h200-sxm", "mi300x"),
        Good = Examples.R1OnH200.Replace("h200-sxm", "mi300x") + "container: {base_image: \"example.com/vllm-rocm:0.11.0\"}\n",
    };

    public RocmImageUnknown()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Config.Container.BaseImage is not null)
            .When(s => s.Deployment.Gpu.Vendor == GpuVendor.Amd && s.Deployment.Engine.Engine.RunsOn(GpuVendor.Amd))
            .Reports(s => new Finding(
                "container.base_image",
                $"no ROCm image of this release is known for {s.Deployment.Gpu.Id}",
                "set `container.base_image` to the image that you use"
            ));
}
