using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Estimation;

/// <summary>What the KV cache costs a rank.</summary>
/// <param name="BytesPerToken">The slope: bytes of one more token.</param>
/// <param name="BytesPerSequence">Bytes of a sequence whatever its length (V4 windows and states).</param>
/// <param name="Formula">The slope's arithmetic with the numbers put in.</param>
internal sealed record KvCost(double BytesPerToken, long BytesPerSequence, Func<string> Formula)
{
    /// <summary>Bytes that are stored of a token's context, without what a block or a window holds beside them.</summary>
    public double StoredPerToken { get; init; } = BytesPerToken;

    public BudgetTerm PerToken => new(BudgetItem.KvPerToken, BytesPerToken, "vllm v1/kv_cache_interface.py", Formula);
}

/// <summary>The bytes of a token where it is not known how the engine plans its cache.</summary>
internal static class KvCosts
{
    // Keys and values.
    private const int KeyAndValue = 2;

    // vLLM's fp8_ds_mla: the latent in fp8, four fp32 scales, the rotary part in bf16: 656 bytes for 512 + 64 values.
    private const int DsMlaScaleBytes = 16;
    private const int DsMlaRotaryBytes = 2;

    // One compressed state of V4: 448 fp8 values, 64 bf16 rotary values, 7 scales and a byte of padding
    // (vllm models/deepseek_v4/attention.py).
    private const double CompressedState = 448 + (2 * 64) + 8;

    // One indexer key: 128 fp8 values and an fp32 scale.
    private const double IndexerKey = 128 + 4;

    // Tokens of a page of V4's cache: the block size that its attention backend chooses in vLLM.
    private const int PageTokens = 256;

    // Pages that a sequence's window takes at most: a bound of this model without a published source. vLLM counts all
    // blocks of the window and of the tokens in flight, but smaller pages than these.
    private const int MostWindowPages = 8;

    // V4.1 stores keys and values of its source layers alone: 890 B a token in all (vllm-project/recipes).
    private const double SourceLayersBytesPerToken = 890;

    // The compressor holds a value and a score for each state of a window that it has not finished, in fp32.
    private const int CompressorStateBytes = 2 * 4;

    public static KvCost OfStage(Deployment d, int stage)
    {
        var (a, layout) = (d.Model.Architecture, d.Layout);
        var layers = layout.StageLayers[stage];
        if (a.Attention == AttentionKind.Compressed)
        {
            return Compressed(d, layout.StageLayers.Take(stage).Sum(), layers);
        }

        var drafts = stage == layout.Pipeline - 1 && d.Serving.SpeculativeMethod == SpeculativeMethod.Mtp ? Math.Min(1, a.MtpLayers) : 0;
        var layer = a.IsLatent ? Latent(d) : Grouped(d);
        var shared = layout.DecodeContext > 1 ? $" / {layout.DecodeContext.Value} ranks that share it" : "";
        return new((layers + drafts) * layer.Bytes / layout.DecodeContext, 0, () => $"{layers} layers × {layer.Formula()}{shared}");
    }

    /// <summary>Keys and values of the heads of a rank, at least of one.</summary>
    private static LayerCost Grouped(Deployment d)
    {
        var a = d.Model.Architecture;
        var kind = d.Serving.KvCacheDtype.Value;
        var heads = Math.Max(1.0, (double)a.NumKeyValueHeads / d.Layout.AttentionTensor);
        return new(
            KeyAndValue * heads * a.HeadDim * ValueBytes(kind),
            () => $"{KeyAndValue} × {heads} heads × {a.HeadDim} values of {NameOf(kind)}"
        );
    }

    /// <summary>The latent lies whole on each tensor rank: 576 values in bf16, or vLLM's 656-byte fp8 layout.</summary>
    private static LayerCost Latent(Deployment d)
    {
        var a = d.Model.Architecture;
        var kind = d.Serving.KvCacheDtype.Value;
        var latent =
            kind == KvCacheDtypeKind.Fp8DsMla
                ? a.KvLoraRank + DsMlaScaleBytes + (DsMlaRotaryBytes * a.QkRopeHeadDim)
                : (a.KvLoraRank + a.QkRopeHeadDim) * ValueBytes(kind);
        var hasIndexer = a.HasIndexerKey;
        return new(latent + (hasIndexer ? IndexerKey : 0), Formula);

        string Formula()
        {
            var indexer = hasIndexer ? $" + {IndexerKey} B for the indexer" : "";
            return $"({a.KvLoraRank} + {a.QkRopeHeadDim}) values of {NameOf(kind)}{indexer}, copied to every tensor rank";
        }
    }

    /// <summary>
    /// V4: a layer of ratio r holds one state per r tokens. Windows and compressor states are a fixed cost per sequence.
    /// </summary>
    private static KvCost Compressed(Deployment d, int first, int layers)
    {
        var a = d.Model.Architecture;
        double perToken = 0,
            perSequence = 0;
        for (var layer = first; layer < first + layers; layer++)
        {
            var ratio = layer < a.CompressRatios.Length ? a.CompressRatios[layer] : 0;
            perSequence += Window(a, d.Serving.MaxNumBatchedTokens);
            if (ratio == 0)
            {
                continue;
            }

            if (a.KvSourceLayers.IsEmpty)
            {
                perToken += States(ratio);
                perSequence += Compressor(a, ratio);
            }
            else if (a.KvSourceLayers.Contains(layer))
            {
                perToken += SourceLayersBytesPerToken / a.KvSourceLayers.Length;
            }
        }

        return new(
            perToken,
            (long)perSequence,
            () => $"{layers} layers by their compression ratios, {CompressedState} B per state of {CompressionRatio.Overlapping} tokens"
        );
    }

    /// <summary>Bytes a token of the compressed states of a layer, with the indexer's keys.</summary>
    private static double States(int ratio) => (CompressedState + (ratio == CompressionRatio.Overlapping ? IndexerKey : 0)) / ratio;

    /// <summary>
    /// Bytes of a layer's sliding window: the pages of the window and of the tokens of a step, and one that both begin
    /// in (vllm v1/kv_cache_interface.py, SlidingWindowSpec.max_memory_usage_bytes).
    /// </summary>
    private static double Window(ModelArchitecture a, int batchedTokens)
    {
        var pages = Math.Ceiling((a.SlidingWindow - 1.0 + batchedTokens) / PageTokens) + 1;
        return Math.Min(pages, MostWindowPages) * PageTokens * CompressedState;
    }

    /// <summary>Bytes of a window being compressed: twice as many states, each twice as wide, where windows overlap.</summary>
    private static double Compressor(ModelArchitecture a, int ratio)
    {
        var width = CompressionRatio.WidthOf(ratio);
        return (double)CompressorStateBytes * (ratio * width) * (width * a.HeadDim);
    }

    private static double ValueBytes(KvCacheDtypeKind kind) =>
        kind switch
        {
            KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16 or KvCacheDtypeKind.Auto => 2,
            KvCacheDtypeKind.Fp8 or KvCacheDtypeKind.Fp8E4M3 or KvCacheDtypeKind.Fp8E5M2 or KvCacheDtypeKind.Fp8DsMla => 1,
            KvCacheDtypeKind.Nvfp4 or KvCacheDtypeKind.Nvfp4DsMla => StorageFormat.Nvfp4Bytes,
        };

    private static string NameOf(KvCacheDtypeKind kind) => ServingSection.KvCacheDtypes.First(k => k.Value == kind).Name;

    /// <summary>A token in one layer of a rank.</summary>
    private readonly record struct LayerCost(double Bytes, Func<string> Formula);
}
