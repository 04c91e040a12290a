using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Estimation;

/// <summary>What the KV cache costs a rank.</summary>
/// <param name="BytesPerToken">The slope: bytes of one more token.</param>
/// <param name="BytesPerSequence">Bytes of a sequence whatever its length.</param>
internal readonly record struct KvCost(double BytesPerToken, long BytesPerSequence);

/// <summary>The KV cache as engines lay it out (vllm v1/kv_cache_interface.py).</summary>
internal static class KvCache
{
    // One compressed state of V4: 448 fp8 values, 64 bf16 rotary values and 8 bytes of scales; pages align to 576.
    private const double CompressedState = 584;

    // One indexer key: 128 fp8 values and an fp32 scale.
    private const double IndexerKey = 132;

    public static KvCost OfStage(Deployment d, int stage)
    {
        var (a, layout) = (d.Model.Architecture, d.Layout);
        var layers = layout.StageLayers[stage];
        var extra = stage == layout.Pipeline - 1 && d.Serving.SpeculativeMethod == SpeculativeMethod.Mtp ? Math.Min(1, a.MtpLayers) : 0;
        if (a.Attention == AttentionKind.Compressed)
        {
            return Compressed(d, layout.StageLayers.Take(stage).Sum(), layers);
        }

        var perLayer = a.IsLatent ? Latent(d) : Grouped(d);
        return new((layers + extra) * perLayer / layout.DecodeContext, 0);
    }

    /// <summary>The latent lies whole on each tensor rank: 576 values in bf16, or vLLM's 656-byte fp8 layout.</summary>
    private static double Latent(Deployment d)
    {
        var a = d.Model.Architecture;
        if (!d.Engine.HasLatentCache)
        {
            // Before vLLM 0.7.1 MLA models cached full heads, each padded to the query head's width.
            return 2.0 * Math.Max(1, a.NumAttentionHeads / d.Layout.AttentionTensor) * 256 * ValueBytes(d.Serving.KvCacheDtype);
        }

        var values = a.KvLoraRank + a.QkRopeHeadDim;
        var latent =
            d.Serving.KvCacheDtype.Value == KvCacheDtypeKind.Fp8DsMla
                ? a.KvLoraRank + 16 + (2 * a.QkRopeHeadDim)
                : values * ValueBytes(d.Serving.KvCacheDtype);
        return latent + (a.IndexHeads > 0 ? IndexerKey : 0);
    }

    private static double Grouped(Deployment d)
    {
        var a = d.Model.Architecture;
        var heads = Math.Max(1.0, (double)a.NumKeyValueHeads / d.Layout.AttentionTensor);
        return 2 * heads * a.HeadDim * ValueBytes(d.Serving.KvCacheDtype);
    }

    /// <summary>
    /// V4: a layer of ratio r holds one state per r tokens. vLLM gives all groups of layers pages of one size, so a
    /// layer of ratio 128 and the indexer's cache take as much as one of ratio 4 (read from a logged run: 1.34 GiB for
    /// 131,072 tokens of V4-Flash, 0.3 GiB for 720). Windows and compressor states are a fixed cost per sequence.
    /// </summary>
    private static KvCost Compressed(Deployment d, int first, int layers)
    {
        var a = d.Model.Architecture;
        double perToken = 0,
            perSequence = 0;
        for (var layer = first; layer < first + layers; layer++)
        {
            var ratio = layer < a.CompressRatios.Length ? a.CompressRatios[layer] : 0;
            var window = Math.Ceiling((a.SlidingWindow - 1.0 + d.Serving.MaxNumBatchedTokens) / 256) + 1;
            perSequence += Math.Min(window, 8) * 256 * CompressedState;
            if (ratio == 0)
            {
                continue;
            }

            if (!a.KvSourceLayers.IsEmpty)
            {
                // V4.1 stores keys and values of its source layers alone: 890 B a token in all (vllm-project/recipes).
                perToken += a.KvSourceLayers.Contains(layer) ? 890.0 / a.KvSourceLayers.Length : 0;
                continue;
            }

            var isUniform = d.Engine.Engine.HasUniformPages;
            perToken += isUniform ? CompressedState / 4 : CompressedState / ratio;
            if (ratio == 4)
            {
                perToken += isUniform ? CompressedState / 4 : IndexerKey / ratio;
            }

            var wide = ratio == 4 ? 2 : 1;
            perSequence += 8.0 * ratio * wide * wide * a.HeadDim; // fp32 values and scores of a window being compressed
        }

        return new(perToken, (long)perSequence);
    }

    private static double ValueBytes(KvCacheDtypeKind kind) =>
        kind switch
        {
            KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16 or KvCacheDtypeKind.Auto => 2,
            KvCacheDtypeKind.Nvfp4 => 0.5 + (1.0 / 16),
            _ => 1,
        };
}
