using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;
using FluentValidation;

namespace ConfigKit.Rules.Engines;

/// <summary>A KV cache format that engine, model or GPU do not have.</summary>
internal sealed class KvCacheDtypeUnsupported : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7005", "KV cache format not supported", Severity.Error)
    {
        Explanation =
            "`fp8_ds_mla` is vLLM's layout for sparse MLA (V3.2) alone; `nvfp4` needs compute capability 10.0; an fp8 cache with MLA needs kernels of 8.9 and newer. SGLang has fp8_e4m3 and fp8_e5m2 but no plain fp8, so `fp8` is written as fp8_e4m3 for it.",
        Bad = Examples.R1OnH200 + "  kv_cache_dtype: nvfp4\n",
        Good = Examples.R1OnH200 + "  kv_cache_dtype: fp8\n",
    };

    public KvCacheDtypeUnsupported()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => Reason(d).Length == 0)
            .When(s => s.Deployment.Serving.KvCacheDtype.IsStated)
            .Reports(s => new Finding(
                "serving.kv_cache_dtype",
                $"kv_cache_dtype {NameOf(s.Deployment)} {Reason(s.Deployment)}",
                "set `serving.kv_cache_dtype: auto`"
            ));

    private static string NameOf(Deployment d) => ServingSection.KvCacheDtypes.First(k => k.Value == d.Config.Serving.KvCacheDtype).Name;

    private static string Reason(Deployment d)
    {
        var (kind, capability) = (d.Serving.KvCacheDtype.Value, d.Gpu.ComputeCapability ?? int.MaxValue);
        var lowest = d.Engine.Engine.LowestOfFp8LatentCache(d.Engine);
        return kind switch
        {
            KvCacheDtypeKind.Fp8DsMla when !d.Engine.Engine.HasSparseCacheLayout =>
                $"is a layout of {EngineList.Titles(e => e.HasSparseCacheLayout)}; the engine is {d.Engine.Title}",
            KvCacheDtypeKind.Fp8DsMla when d.Model.Architecture.Attention is not (AttentionKind.SparseLatent or AttentionKind.Compressed) =>
                $"is for sparse MLA; {d.Model.Id} has none",
            KvCacheDtypeKind.Nvfp4 when capability < 100 =>
                $"takes compute capability 10.0; {d.Gpu.Id} has {capability / 10}.{capability % 10}",
            KvCacheDtypeKind.Fp8E4M3 or KvCacheDtypeKind.Fp8E5M2 when d.Model.Architecture.IsLatent && capability < lowest =>
                $"with MLA takes compute capability {lowest / 10}.{lowest % 10}; {d.Gpu.Id} has {capability / 10}.{capability % 10}",
            _ => "",
        };
    }
}
