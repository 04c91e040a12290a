using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Engines;

/// <summary>An engine that does not run on this vendor's parts.</summary>
internal sealed class EngineWithoutVendor() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7007", "Engine does not run on this accelerator", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "TensorRT-LLM runs on NVIDIA GPUs alone. On Ascend the upstream images do not start: vllm-ascend and MindIE are "
                + "separate projects whose images and settings are not written here; memory is estimated all the same.",
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
            $"{engine.Title} {engine.VersionText} has no release for {gpu.Id} ({gpu.Vendor.Word()})",
            EngineList.All.Any(e => e.RunsOn(gpu.Vendor))
                ? $"set {EngineList.Edits(e => e.RunsOn(gpu.Vendor))}"
                : "take NVIDIA or AMD parts, or use `estimate` alone"
        );
    }
}
