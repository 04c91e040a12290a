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
            Checks = "The file sets the memory share of an engine other than the one it uses.",
            Why =
                "The same number means three things: vLLM's `gpu_memory_utilization` is a share of total memory for everything, "
                + "SGLang's `mem_fraction_static` of free memory for weights and KV cache, TensorRT-LLM's "
                + "`free_gpu_memory_fraction` of what the weights leave. It can't be carried over.",
            Fix = "Remove it; the engine's own default applies. Set the engine's own key only after measuring.",
            References =
            [
                SourceLinks.Vllm("vllm/config/cache.py", 215),
                SourceLinks.Sglang("python/sglang/srt/arg_groups/memory_hook.py", 290),
            ],
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
            $"`{NameOf(key)}` is a setting of {EngineList.Titles(e => e.MemoryKey == key)}; the engine is {d.Engine.Title}, "
                + $"whose `{own}` means something else",
            $"remove it; `{own}` defaults to {d.Serving.MemoryFraction.Value} here"
        ));
    }

    private static string NameOf(string key) => key["serving.".Length..];
}
