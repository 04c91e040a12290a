using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
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
                "`fp8_ds_mla` is vLLM's layout for sparse MLA (V3.2) alone; `nvfp4` needs compute capability 10.0; an fp8 cache "
                + "with MLA needs kernels of 8.9 and newer. SGLang has fp8_e4m3 and fp8_e5m2 but no plain fp8, so `fp8` is written as "
                + "fp8_e4m3 for it.",
        },
        Bad = Examples.R1OnH200 + "  kv_cache_dtype: nvfp4\n",
        Good = Examples.R1OnH200 + "  kv_cache_dtype: fp8\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Serving.KvCacheDtype.IsStated && Reason(d) is { Length: > 0 } reason)
        {
            yield return new Finding(
                "serving.kv_cache_dtype",
                $"kv_cache_dtype {NameOf(d)} {reason}",
                "set `serving.kv_cache_dtype: auto`"
            );
        }
    }

    private static string NameOf(Deployment d) => ServingSection.KvCacheDtypes.First(k => k.Value == d.Config.Serving.KvCacheDtype).Name;

    private static string Reason(Deployment d)
    {
        var (engine, capability) = (d.Engine.Engine, d.Gpu.ComputeCapability ?? int.MaxValue);
        var (attention, lowest) = (d.Model.Architecture.Attention, engine.LowestOfFp8LatentCache(d.Engine));
        return d.Serving.KvCacheDtype.Value switch
        {
            KvCacheDtypeKind.Fp8DsMla or KvCacheDtypeKind.Nvfp4DsMla when !engine.HasSparseCacheLayout =>
                $"is a layout of {EngineList.Titles(e => e.HasSparseCacheLayout)}; the engine is {d.Engine.Title}",
            KvCacheDtypeKind.Fp8DsMla
            or KvCacheDtypeKind.Nvfp4DsMla when attention is not (AttentionKind.SparseLatent or AttentionKind.Compressed) =>
                $"is for sparse MLA; {d.Model.Id} has none",
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
        $"takes compute capability {CudaCapability.Format(lowest)}; {gpu} has {CudaCapability.Format(capability)}";
}
