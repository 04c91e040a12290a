using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Engines;

/// <summary>An engine that does not run on this vendor's parts.</summary>
internal sealed class EngineWithoutVendor() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7007", "Engine doesn't run on this accelerator", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "TensorRT-LLM runs on NVIDIA GPUs only. For Ascend, vllm-ascend and MindIE are separate projects whose images and "
                + "settings aren't generated; memory is estimated all the same.",
            Why = "The image doesn't start: it finds no device it was built for.",
            Fix = "Use an engine with a release for this vendor.",
            References =
            [
                new("TensorRT-LLM: supported hardware", "https://nvidia.github.io/TensorRT-LLM/supported-hardware.html"),
                new("vLLM Ascend", "https://docs.vllm.ai/projects/ascend"),
            ],
        },
        Bad = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1").Replace("h200-sxm", "mi300x"),
        Good = Examples.R1OnH200.Replace("h200-sxm", "mi300x") + "container: {base_image: \"example.com/vllm-rocm:0.11.0\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (engine, gpu) = (s.Deployment.Engine, s.Deployment.Gpu);
        if (engine.Engine.RunsOn(gpu.Vendor))
        {
            yield break;
        }

        yield return new Finding(
            "serving.engine",
            $"{engine.Title} {engine.VersionText} doesn't run on {gpu.Id} ({gpu.Vendor.Word()})",
            EngineList.All.Any(e => e.RunsOn(gpu.Vendor))
                ? $"set {EngineList.Edits(e => e.RunsOn(gpu.Vendor))}"
                : "use NVIDIA or AMD GPUs, or only `estimate`"
        );
    }
}
