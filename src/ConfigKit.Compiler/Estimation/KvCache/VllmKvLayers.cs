using System.Collections.Immutable;
using System.Numerics;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Model;

namespace ConfigKit.Estimation.KvCache;

/// <summary>The caches that the layers of a model register, in their order, those of the draft last.</summary>
internal static class VllmKvLayers
{
    // vllm models/deepseek_v4/attention.py and deepseek_v41/attention.py: tokens of a block of the window's cache.
    private const int WindowBlock = 64;
    private const int SharedWindowBlock = 32;

    // vllm models/deepseek_v4/compressor.py: tokens of a block of states whose windows do not overlap.
    private const int StateBlock = 8;

    // vllm models/deepseek_v41/compressor.py: rows of a ring, at least; and those that it needs beside the draft's.
    private const int ShortestRing = 8;
    private const int RingRowsBesideDraft = 2;

    // vllm models/deepseek_v4/nvidia/dspark.py: layers of the draft where the config does not tell.
    private const int DsparkLayers = 3;

    // vllm models/deepseek_v41/attention.py: the data-center GPUs of Blackwell have a record of their own.
    private static bool HasScaledRecord(KvPlanInput i) => i.Capability is >= ComputeCapability.FirstWithFp4 and < 120;

    public static ImmutableArray<KvCacheSpec> Of(KvPlanInput i)
    {
        var layers = new List<KvCacheSpec>();
        var layer = 0;
        for (var stage = 0; stage < i.StageLayers.Length; stage++)
        {
            for (var end = layer + i.StageLayers[stage]; layer < end; layer++)
            {
                layers.AddRange(Layer(i, layer, stage));
            }
        }

        var last = i.StageLayers.Length - 1;
        for (var draft = 0; draft < DraftLayers(i); draft++)
        {
            layers.AddRange(Draft(i, last));
        }

        return [.. layers];
    }

    /// <summary>Layers of the draft, whatever the number of tokens that it drafts.</summary>
    private static int DraftLayers(KvPlanInput i) =>
        i.Draft switch
        {
            SpeculativeMethod.Mtp => Math.Max(1, i.Model.MtpLayers),
            SpeculativeMethod.Dspark => i.Model.DsparkLayers ?? DsparkLayers,
            SpeculativeMethod.Eagle or SpeculativeMethod.Ngram or null => 0,
        };

    private static IEnumerable<KvCacheSpec> Layer(KvPlanInput i, int layer, int stage) =>
        i.Model.KvLayout switch
        {
            KvLayout.Grouped => [Full(i, KvCacheRole.KeysAndValues, stage, KvRecord.Heads(i.Model, i.Tensor, i.Settings.CacheDtype))],
            KvLayout.Latent when i.CachesFullHeads =>
            [
                Full(i, KvCacheRole.KeysAndValues, stage, KvRecord.FullHeads(i.Model, i.Tensor, i.Settings.CacheDtype)),
            ],
            KvLayout.Latent => [Latent(i, stage)],
            KvLayout.SparseLatent => [Latent(i, stage), IndexerKeys(i, stage)],
            KvLayout.Compressed => Compressed(i, layer, stage),
            KvLayout.SharedCompressed => Shared(i, layer, stage),
        };

    private static IEnumerable<KvCacheSpec> Draft(KvPlanInput i, int stage) =>
        i.Model.KvLayout switch
        {
            KvLayout.Grouped or KvLayout.Latent or KvLayout.SparseLatent => Layer(i, i.Model.NumHiddenLayers, stage),
            KvLayout.Compressed => [Window(i, stage) with { Role = KvCacheRole.DraftWindow }],
            KvLayout.SharedCompressed => [SharedWindow(i, stage) with { Role = KvCacheRole.DraftWindow }],
        };

    private static KvCacheSpec Full(KvPlanInput i, KvCacheRole role, int stage, long record) =>
        new()
        {
            Role = role,
            Kind = KvCacheKind.Full,
            Stage = stage,
            Block = i.Settings.BlockSize,
            Record = record,
        };

    private static KvCacheSpec IndexerKeys(KvPlanInput i, int stage) =>
        Full(i, KvCacheRole.IndexerKeys, stage, KvRecord.IndexerKey(i.Model, i.HasFp4Indexer));

    private static KvCacheSpec Latent(KvPlanInput i, int stage)
    {
        var record = KvRecord.Latent(i.Model, i.Settings.CacheDtype);

        // vllm 0.31 model_executor/layers/attention/mla_attention.py: FlashInfer's and FlashMLA's sparse kernels for SM100 read the
        // pool as rows.
        var isFlat =
            i.Rules.AlignedStrides == KvAlignedStrides.FlatLatentRows && i.Model.KvLayout == KvLayout.SparseLatent && HasScaledRecord(i);
        return Full(i, KvCacheRole.Latent, stage, record) with { Stride = isFlat ? record : 1 };
    }

    /// <summary>V4: a window in each layer; compressed states, and the compressor's, where the layer has a ratio.</summary>
    private static IEnumerable<KvCacheSpec> Compressed(KvPlanInput i, int layer, int stage)
    {
        var (a, ratio) = (i.Model, RatioOf(i.Model, layer));
        yield return Window(i, stage);
        if (ratio == 0)
        {
            yield break;
        }

        var alignment = KvRecord.PackedValues(a);
        yield return Full(i, KvCacheRole.Latent, stage, KvRecord.Packed(a)) with
        {
            TokensPerState = ratio,
            Alignment = alignment,
        };
        if (ratio == CompressionRatio.Overlapping)
        {
            yield return IndexerKeys(i, stage) with
            {
                TokensPerState = ratio,
                Alignment = alignment,
            };
            yield return State(i, KvCacheRole.IndexerState, stage, ratio, a.IndexHeadDim);
        }

        yield return State(i, KvCacheRole.CompressorState, stage, ratio, a.HeadDim);
    }

    private static KvCacheSpec Window(KvPlanInput i, int stage) =>
        new()
        {
            Role = KvCacheRole.Window,
            Kind = KvCacheKind.Window,
            Stage = stage,
            Block = WindowBlock,
            Record = KvRecord.Packed(i.Model),
            Alignment = KvRecord.PackedValues(i.Model),
            Window = i.Model.SlidingWindow,
        };

    private static KvCacheSpec State(KvPlanInput i, KvCacheRole role, int stage, int ratio, int headDim)
    {
        var widths = CompressionRatio.WidthOf(ratio);
        return new()
        {
            Role = role,
            Kind = KvCacheKind.Window,
            Stage = stage,
            Block = ratio == CompressionRatio.Overlapping ? ratio : StateBlock,
            Record = KvRecord.CompressorState(headDim, widths),
            Alignment = KvRecord.PackedValues(i.Model),
            Window = widths * ratio,
        };
    }

    /// <summary>V4.1: a window in each layer; compressed states, keys and a ring in source layers alone.</summary>
    private static IEnumerable<KvCacheSpec> Shared(KvPlanInput i, int layer, int stage)
    {
        yield return SharedWindow(i, stage);
        if (!i.Model.KvSourceLayers.Contains(layer))
        {
            yield break;
        }

        var ratio = Math.Max(1, RatioOf(i.Model, layer));
        var alignment = SharedAlignment(i);
        yield return Full(i, KvCacheRole.Latent, stage, SharedRecord(i)) with
        {
            TokensPerState = ratio,
            Alignment = alignment,
        };
        yield return IndexerKeys(i, stage) with
        {
            TokensPerState = ratio,
            Alignment = alignment,
        };
        if (ratio > 1)
        {
            yield return Ring(i, stage);
        }
    }

    private static KvCacheSpec SharedWindow(KvPlanInput i, int stage)
    {
        var isScaled = HasScaledRecord(i);
        var record = isScaled ? KvRecord.Scaled(i.Model.HeadDim) : KvRecord.Packed(i.Model);

        // vllm 0.33 models/deepseek_v41/attention.py: one kernel reads windows and compressed rows of one pool.
        var isStrided = isScaled && i.Rules.AlignedStrides == KvAlignedStrides.WindowRows;
        return Window(i, stage) with
        {
            Block = SharedWindowBlock,
            Record = record,
            Alignment = SharedAlignment(i),
            Stride = isStrided ? KvRecord.LeastCommonMultiple(record, SharedRecord(i)) : 1,
        };
    }

    /// <summary>The compressor's states of a request: as many rows as the draft's tokens need, a power of two.</summary>
    private static KvCacheSpec Ring(KvPlanInput i, int stage) =>
        new()
        {
            Role = KvCacheRole.CompressorState,
            Kind = KvCacheKind.Ring,
            Stage = stage,
            Block = (int)Math.Max(ShortestRing, BitOperations.RoundUpToPowerOf2((uint)(i.DraftTokens + RingRowsBesideDraft))),
            Record = KvRecord.CompressorState(i.Model.HeadDim, 1),
        };

    private static long SharedRecord(KvPlanInput i) =>
        i.Settings.CacheDtype == KvCacheDtypeKind.Nvfp4DsMla ? KvRecord.Nvfp4(i.Model.HeadDim)
        : HasScaledRecord(i) ? KvRecord.Scaled(i.Model.HeadDim)
        : KvRecord.Packed(i.Model);

    private static long SharedAlignment(KvPlanInput i) => HasScaledRecord(i) ? i.Model.HeadDim : KvRecord.PackedValues(i.Model);

    private static int RatioOf(ModelArchitecture a, int layer) => layer < a.CompressRatios.Length ? a.CompressRatios[layer] : 0;
}
