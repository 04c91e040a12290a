using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>A KV cache format that engine, model or GPU do not have.</summary>
internal sealed class KvCacheDtypeUnsupported() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7005", "KV cache format not supported", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "`serving.kv_cache_dtype` against engine, model and GPU. `fp8_ds_mla` is vLLM's layout for sparse MLA (V3.2); "
                + "`nvfp4` is for keys and values per head (no MLA) and needs compute capability 10.0; the compressed cache of V4 "
                + "and V4.1 has no bf16 or fp16 layout; an fp8 cache with MLA needs kernels for 8.9 and newer.",
            Why = "vLLM stops with \"No valid attention backend found\".",
            Fix =
                "Use `auto`, the format of the weights; it takes up to twice the memory of fp8. For SGLang, which has no plain "
                + "fp8, `fp8` is written as fp8_e4m3.",
            References =
            [
                SourceLinks.Vllm("vllm/platforms/cuda.py", 473),
                SourceLinks.Vllm("vllm/config/vllm.py", 3433),
                SourceLinks.Sglang("python/sglang/srt/arg_groups/overrides.py", 544),
            ],
        },
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  kv_cache_dtype: nvfp4\n",
        Good = Examples.R1OnH200 + "  kv_cache_dtype: fp8\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!d.Serving.KvCacheDtype.IsStated || d.Serving.WrittenKvCacheDtype is not { } stated)
        {
            yield break;
        }

        if (Reason(d) is { Length: > 0 } reason)
        {
            yield return new Finding(
                "serving.kv_cache_dtype",
                $"kv_cache_dtype {ServingSection.KvCacheDtypes.First(k => k.Value == stated).Name} {reason}",
                "set `serving.kv_cache_dtype: auto`"
            );
        }
        else if (d.ChooseCache().Refusal is { Reason: KvRefusalReason.CacheDtype or KvRefusalReason.NoAttentionBackend } refusal)
        {
            yield return new Finding("serving.kv_cache_dtype", refusal.Message, "set `serving.kv_cache_dtype: auto`");
        }
    }

    private static string Reason(Deployment d)
    {
        var (engine, capability) = (d.Engine.Engine, d.Gpu.ComputeCapability ?? int.MaxValue);
        var (attention, lowest) = (d.Model.Architecture.Attention, engine.LowestOfFp8LatentCache(d.Engine));
        return d.Serving.KvCacheDtype.Value switch
        {
            KvCacheDtypeKind.Fp8DsMla or KvCacheDtypeKind.Nvfp4DsMla when !engine.HasSparseCacheLayout =>
                $"is a cache layout of {EngineList.Titles(e => e.HasSparseCacheLayout)}; the engine is {d.Engine.Title}",
            KvCacheDtypeKind.Fp8DsMla
            or KvCacheDtypeKind.Nvfp4DsMla when attention is not (AttentionKind.SparseLatent or AttentionKind.Compressed) =>
                $"is for sparse MLA, which {d.Model.Id} doesn't use",
            KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16 when attention == AttentionKind.Compressed =>
                $"isn't a layout of the compressed cache of {d.Model.Id}, which is fp8 only",
            KvCacheDtypeKind.Nvfp4 when attention != AttentionKind.Grouped =>
                $"is a layout for keys and values per head; {d.Model.Id} caches latents",
            KvCacheDtypeKind.Nvfp4 or KvCacheDtypeKind.Nvfp4DsMla when capability < CudaCapability.Blackwell => Takes(
                CudaCapability.Blackwell,
                d.Gpu.Id,
                capability
            ),
            KvCacheDtypeKind.Fp8E4M3 or KvCacheDtypeKind.Fp8E5M2 when d.Model.Architecture.IsLatent && capability < lowest => "with MLA "
                + Takes(lowest, d.Gpu.Id, capability),
            _ => "",
        };
    }

    private static string Takes(int lowest, string gpu, int capability) =>
        $"needs compute capability {CudaCapability.Format(lowest)}; {gpu} has {CudaCapability.Format(capability)}";
}
