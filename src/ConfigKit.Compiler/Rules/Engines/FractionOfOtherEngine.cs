using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Engines;

/// <summary>A memory share that belongs to another engine.</summary>
internal sealed class FractionOfOtherEngine() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7004", "Memory fraction of another engine", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "vLLM's `gpu_memory_utilization` is a share of total memory for everything; SGLang's `mem_fraction_static` a share "
                + "of free memory for weights and KV cache alone; TensorRT-LLM's `free_gpu_memory_fraction` a share of what the "
                + "weights leave. The same number means three different things, so none is copied to another.",
        },
        Bad = Examples.R1OnH200.Replace("vllm", "sglang").Replace("0.11.0", "0.5.15") + "  gpu_memory_utilization: 0.9\n",
        Good = Examples.R1OnH200.Replace("vllm", "sglang").Replace("0.11.0", "0.5.15") + "  mem_fraction_static: 0.85\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var own = NameOf(d.Engine.Engine.MemoryKey);
        return d.Serving.ForeignMemoryKeys.Select(key => new Finding(
            key,
            $"{NameOf(key)} is {EngineList.Titles(e => e.MemoryKey == key)}'s; the engine is {d.Engine.Title}, "
                + $"whose setting is {own} and means something else",
            $"remove it; {own} defaults to {d.Serving.MemoryFraction.Value} here"
        ));
    }

    private static string NameOf(string key) => key["serving.".Length..];
}
