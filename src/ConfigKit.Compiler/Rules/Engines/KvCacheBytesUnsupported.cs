using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Engines;

/// <summary>A KV cache in bytes for an engine that takes none.</summary>
internal sealed class KvCacheBytesUnsupported() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7042", "KV cache size not supported by the engine", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = "`serving.kv_cache_memory` needs an engine that takes the size of its KV cache in bytes.",
            Why =
                "SGLang sizes its pools from `mem_fraction_static` and takes an upper limit in tokens only; older vLLM releases have no "
                + "such option.",
            Fix = "Limit the tokens with `--max-total-tokens` (SGLang), or set the engine's memory share.",
            References =
            [
                new("vLLM, config/cache.py", "https://github.com/vllm-project/vllm/blob/v0.10.2/vllm/config/cache.py"),
                new("SGLang, server arguments", "https://docs.sglang.ai/advanced_features/server_arguments.html"),
            ],
        },
        Bad = Examples.R1OnH200.Replace("vllm", "sglang").Replace("0.11.0", "0.5.15") + "  kv_cache_memory: 30GiB\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  kv_cache_memory: 30GiB\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Serving.KvCacheMemory is not { } bytes || d.Engine.Engine.Settings.Takes("serving.kv_cache_memory", d.Engine))
        {
            yield break;
        }

        var tokens = (long)(bytes / s.Estimate.Heaviest.KvBytesPerToken);
        yield return new(
            "serving.kv_cache_memory",
            $"{d.Engine.Title} {d.Engine.VersionText} takes no KV cache size in bytes; {Quantity.FormatBytes(bytes)} is set",
            d.Engine.Engine.Flags?.Knows("--max-total-tokens") == true
                ? $"remove it and add `--max-total-tokens`, `{tokens}` to `serving.extra_args`"
                : $"remove it and set `{d.Engine.Engine.MemoryKey}`"
        );
    }
}
