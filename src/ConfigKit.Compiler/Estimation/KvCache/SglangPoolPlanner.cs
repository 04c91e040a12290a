using ConfigKit.Catalog;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;

namespace ConfigKit.Estimation.KvCache;

/// <summary>
/// Sizes the pools of the KV cache as SGLang does after loading (srt/mem_cache/kv_cache_configurator.py and pool_configurator.py): of one
/// rank of one pipeline stage; a server has the fewest tokens of its stages.
/// </summary>
internal static class SglangPoolPlanner
{
    public static SglangPools Plan(SglangPoolInput i) =>
        i.Model.KvLayout switch
        {
            KvLayout.Grouped => OfTokens(i, Grouped(i)),
            KvLayout.Latent => OfTokens(i, KvRecord.Latent(i.Model, i.Settings.CacheDtype) * i.Layers),
            KvLayout.SparseLatent => OfTokens(i, SparseRow(i) * i.Layers, KvRecord.IndexerKey(i.Model, isFp4: false)),
            KvLayout.Compressed => SglangCompressedPools.Plan(i),
            KvLayout.SharedCompressed => SglangSharedPools.Plan(i),
        };

    private static long Grouped(SglangPoolInput i)
    {
        var ranks = Math.Max(1, i.Request.Tensor / i.Settings.AttentionGroups);
        return KvRecord.Heads(i.Model, ranks, i.Settings.CacheDtype) * i.Layers;
    }

    /// <summary>V3.2's row without the indexer: in fp8 with scales and a rotary part in bf16, unless the kernel reads plain rows.</summary>
    private static long SparseRow(SglangPoolInput i)
    {
        if (i.Settings.CacheDtype != KvCacheDtypeKind.Fp8E4M3)
        {
            return KvRecord.Latent(i.Model, i.Settings.CacheDtype);
        }

        var (prefill, decode) = (i.Settings.SparsePrefillBackend, i.Settings.SparseDecodeBackend);
        var readsPlain = i.Request.Role switch
        {
            SglangRole.Prefill => prefill == "trtllm",
            SglangRole.Decode => decode == "trtllm",
            SglangRole.Both => prefill == "trtllm" || decode == "trtllm",
        };
        var isPlain = !i.Rules.CountsSparseRowsByBackend || readsPlain || (prefill == "tilelang" && decode == "tilelang");
        return KvRecord.Latent(i.Model, isPlain ? KvCacheDtypeKind.Fp8E4M3 : KvCacheDtypeKind.Fp8DsMla);
    }

    /// <param name="i">What the sizes follow from.</param>
    /// <param name="main">Bytes of a token in all layers, without an indexer.</param>
    /// <param name="indexer">Bytes of a token in the indexer of one layer.</param>
    private static SglangPools OfTokens(SglangPoolInput i, long main, long indexer = 0)
    {
        var cell = main + (indexer * i.Layers);
        if (i.IsSpeculative && i.Rules.CountsDraft && i.Request.Draft != SpeculativeMethod.Dspark)
        {
            var drafts = Math.Max(1, i.Model.MtpLayers);
            cell += (main * drafts / i.Layers) + (indexer * drafts);
        }

        var tokens = i.Whole(Math.Max(0, i.Bytes) / cell, i.Settings.PageSize);
        return new()
        {
            BytesPerToken = cell,
            Tokens = tokens,
            Requests = i.RequestsOf(tokens),
            Refusal = tokens > 0 ? null : new(KvRefusalReason.TooLittleMemory, "no memory is left for the KV cache beside the weights"),
        };
    }
}
