using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>An engine that does not run on this vendor's parts.</summary>
internal sealed class EngineWithoutVendor : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7007", "Engine does not run on this accelerator", Severity.Error)
    {
        Explanation =
            "TensorRT-LLM runs on NVIDIA GPUs alone. On Ascend the upstream images do not start: vllm-ascend and MindIE are separate projects whose images and settings are not written here; memory is estimated all the same.",
        Bad = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1").Replace("h200-sxm", "mi300x"),
        Good = Examples.R1OnH200.Replace("h200-sxm", "mi300x") + "container: {base_image: \"example.com/vllm-rocm:0.11.0\"}\n",
    };

    public EngineWithoutVendor()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Engine.Engine.RunsOn(d.Gpu.Vendor))
            .Reports(s => new Finding(
                "serving.engine",
                $"{s.Deployment.Engine.Title} {s.Deployment.Engine.VersionText} has no release for {s.Deployment.Gpu.Id} ({s.Deployment.Gpu.Vendor.Word()})",
                EngineList.All.Any(e => e.RunsOn(s.Deployment.Gpu.Vendor))
                    ? $"set {EngineList.Edits(e => e.RunsOn(s.Deployment.Gpu.Vendor))}"
                    : "take NVIDIA or AMD parts, or use `estimate` alone"
            ));
}
