using System.Collections.Immutable;
using ConfigKit.Engines.Caches;
using ConfigKit.Text;

namespace ConfigKit.Estimation.KvCache;

/// <summary>SGLang's pools for V4: windows, compressed rows and indexer keys by token, compressor states by window or by request.</summary>
internal static class SglangCompressedPools
{
    // Tokens of a page, and of the unit that states of a window were counted by before pages were.
    private const int Page = 256;
    private const int StateUnit = 128;

    public static SglangPools Plan(SglangPoolInput i)
    {
        var rules = i.Rules;
        var ratios = rules.CountsStageWindows ? i.Ratios : i.Model.CompressRatios;
        var share = i.Settings.WindowRatio ?? 0;
        var draft = i.IsSpeculative ? 1 + (1.0 / ratios.Length) : 1;
        var window = Window(i, ratios) * draft;
        var cost = (share * window) + (Compressed(i, ratios) * draft);
        var states = rules.KeepsStatesByRequest ? ratios.Where(IsWide).Sum(r => RequestStates(i, r) * StateBytes(i, r)) : 0;

        var tokens = i.Whole((long)(Math.Max(i.Bytes - states, 0) / cost), Page);
        var windowTokens = (long)(tokens * share) / Page * Page;
        var rows = windowTokens / (rules.CountsPadding ? Page : StateUnit);
        return new()
        {
            BytesPerToken = cost,
            Tokens = tokens,
            Requests = i.RequestsOf(tokens),
            BytesPerWindowToken = window,
            WindowTokens = windowTokens,
            WindowStates = rows * Ring(i, CompressionRatio.Overlapping),
            WideStates = rules.KeepsStatesByRequest ? i.Slots * Ring(i, StateUnit) : windowTokens / StateUnit * Ring(i, StateUnit),
            StateBytes = states,
            Refusal = Refusal(i, tokens, windowTokens),
        };
    }

    /// <summary>Bytes of a row in pages of so many rows; kernels of TensorRT-LLM read rows of a head in fp8.</summary>
    public static double Row(SglangPoolInput i, int rows, bool isPadded) =>
        i.Settings.CompressedBackend == "trtllm" ? i.Model.HeadDim
        : isPadded ? (double)KvRecord.RoundUp(rows * KvRecord.Packed(i.Model), KvRecord.PackedValues(i.Model)) / rows
        : KvRecord.Packed(i.Model);

    /// <summary>Bytes of a token of the windows: its row in each layer, and its share of the states that live as long.</summary>
    private static double Window(SglangPoolInput i, ImmutableArray<int> ratios)
    {
        var isPadded = i.Rules.CountsPadding;
        var bytes = Row(i, Page, isPadded) * ratios.Length;
        foreach (var ratio in ratios.Where(r => r > 0 && (!IsWide(r) || !i.Rules.KeepsStatesByRequest)))
        {
            bytes += (double)Ring(i, ratio) / (isPadded ? Page : StateUnit) * StateBytes(i, ratio);
        }

        return bytes;
    }

    /// <summary>Bytes of a token in compressed rows and indexer keys.</summary>
    private static double Compressed(SglangPoolInput i, ImmutableArray<int> ratios) =>
        ratios
            .Where(r => r > 0)
            .Sum(r =>
                (Row(i, Math.Max(1, Page / r), i.Rules.CountsPadding) + (IsWide(r) ? 0 : KvRecord.IndexerKey(i.Model, isFp4: false))) / r
            );

    private static long StateBytes(SglangPoolInput i, int ratio)
    {
        var widths = CompressionRatio.WidthOf(ratio);
        return KvRecord.CompressorState(i.Model.HeadDim, widths)
            + (IsWide(ratio) ? 0 : KvRecord.CompressorState(i.Model.IndexHeadDim, widths));
    }

    private static long RequestStates(SglangPoolInput i, int ratio)
    {
        var ring = Ring(i, ratio);
        return KvRecord.RoundUp((i.Slots * ring) + ring + 1, ratio);
    }

    /// <summary>Rows of a compressor's ring: its windows, twice as many to take drafts back.</summary>
    private static int Ring(SglangPoolInput i, int ratio) => CompressionRatio.WidthOf(ratio) * ratio * (i.IsSpeculative ? 2 : 1);

    /// <summary>Whether a layer has no indexer, and windows that do not overlap.</summary>
    private static bool IsWide(int ratio) => ratio > 0 && ratio != CompressionRatio.Overlapping;

    private static KvRefusal? Refusal(SglangPoolInput i, long tokens, long windowTokens)
    {
        var least = i.Model.SlidingWindow + Page;
        return tokens <= 0 ? new(KvRefusalReason.TooLittleMemory, "no memory is left for the KV cache beside the weights")
            : i.Rules.ChecksWindows && windowTokens <= least
                ? new(
                    KvRefusalReason.TooLittleMemory,
                    $"the windows' pool has {Quantity.Count(windowTokens)} tokens; one request needs more than {Quantity.Count(least)}"
                )
            : null;
    }
}
