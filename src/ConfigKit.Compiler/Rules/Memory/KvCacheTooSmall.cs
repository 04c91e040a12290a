using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Rules.Memory;

/// <summary>There is a KV cache, but one request of max_model_len does not fit in it.</summary>
internal sealed class KvCacheTooSmall() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK3002", "KV cache can't hold one request of max_model_len", Severity.Error)
    {
        Group = DiagnosticGroup.Memory,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = "The KV cache of one request of `max_model_len` tokens must fit in what weights and overhead leave.",
            Why =
                "vLLM refuses to start: \"To serve at least one request with the model's max seq len …\". The MLA latent of "
                + "DeepSeek models is kept whole on every tensor rank, so a wider `tensor` doesn't shrink it; pipeline stages, "
                + "decode context parallelism and an fp8 cache do.",
            Formula = """
                KV bytes per token × max_model_len <= budget − weights − overhead
                R1-Distill-Qwen-7B on one A10:
                57,344 B × 131,072 = 7.0 GiB > 19.9 − 14.2 − 1.2 = 4.5 GiB
                DeepSeek-V3, bf16 cache: 61 layers × 1,152 B = 70,272 B per token on every rank
                """,
            Fix =
                "Shorten `max_model_len` to what your requests need. `kv_cache_dtype: fp8` halves the cache and may cost a little "
                + "accuracy; a higher memory share leaves less room for peaks; more pipeline stages add latency.",
            References =
            [
                SourceLinks.Vllm("vllm/v1/core/kv_cache_planning.py", 78),
                SourceLinks.Vllm("vllm/v1/kv_cache_interface.py"),
                SourceLinks.Sglang("python/sglang/srt/mem_cache/kv_cache_configurator.py", 3051),
            ],
        },
        Bad = Examples.Distill7B.Replace("h100-sxm", "a10").Replace("max_model_len: 32768", "max_model_len: 131072"),
        Good = Examples.Distill7B.Replace("h100-sxm", "a10"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var estimate = s.Estimate;
        if (!WeightsExceedMemory.HasRoom(estimate) || estimate.MemoryVerdict != Verdict.DoesNotFit)
        {
            yield break;
        }

        if (StatedSize(s) is { } tooLarge)
        {
            yield return tooLarge;
            yield break;
        }

        var length = Quantity.Count(estimate.EffectiveMaxModelLen);
        var needed = Quantity.FormatBytes(estimate.KvBytesForOneSequence);
        var left = Quantity.FormatBytes(Math.Max(0, estimate.Heaviest.KvBudgetBytes));
        var budget = Quantity.FormatBytes(estimate.RequestedBytes);
        var weights = Quantity.FormatBytes(estimate.Heaviest.WeightsBytes);
        var overhead = Quantity.FormatBytes(estimate.Overhead.Mid);
        yield return new Finding(
            "serving.max_model_len",
            $"one request of {length} tokens needs {needed} of KV cache, but only {left} is left, "
                + $"enough for {Quantity.Count(estimate.MaxModelLenThatFits)} tokens",
            SmallestChange.ThatFits(s.Deployment),
            $"{budget} budget − {weights} weights − {overhead} overhead; "
                + $"{Quantity.Number(estimate.Heaviest.KvBytesPerToken, 1)} bytes per token and rank"
        );
    }

    /// <summary>A stated size that holds a request but is more than is free; null where that is not the fault.</summary>
    private static Finding? StatedSize(Subject s)
    {
        var (d, e) = (s.Deployment, s.Estimate);
        var isExact = d.Engine.Engine.StatedKvCache == StatedKvCache.Exact && d.Engine.Takes("serving.kv_cache_memory");
        if (!isExact || d.Serving.KvCacheMemory is not { } size || size < e.KvBytesForOneSequence)
        {
            return null;
        }

        return new Finding(
            "serving.kv_cache_memory",
            $"kv_cache_memory is {Quantity.FormatBytes(size)} per GPU, but at most {Quantity.FormatBytes(e.MostFreeBytes)} is free",
            SmallestChange.ThatFits(d),
            $"{Quantity.FormatBytes(e.GpuMemoryBytes)} − {Quantity.FormatBytes(e.Heaviest.LoadedBytes)} weights and model buffers − "
                + $"{Quantity.FormatBytes(e.Overhead.Low)} overhead"
        );
    }
}
