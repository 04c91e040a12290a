using System.Numerics;
using ConfigKit.Engines.Caches;
using ConfigKit.Text;

namespace ConfigKit.Estimation.KvCache;

/// <summary>SGLang's pools for V4.1: compressed rows of source layers by token, windows and compressor states by request.</summary>
internal static class SglangSharedPools
{
    // Tokens of a page.
    private const int Page = 256;

    // srt/mem_cache/pool_configurator.py: tokens after which a window is freed, what a cached prefix keeps, tails by request.
    private const int EvictionInterval = 128;
    private const int TailTokens = 384;
    private const int TailsPerRequest = 4;

    // Keys of a page of the indexer; twice as many with DeepGEMM's paged logits on SM100.
    private const int IndexPage = 64;

    // A row that encoder replay keeps: a packed one and its position.
    private const int ReplayPosition = 16;
    private const int ReplayRing = 16;
    private const int ReplayUnit = 256;

    public static SglangPools Plan(SglangPoolInput i)
    {
        var share = i.Settings.WindowRatio;
        var replays = i.Request.EncoderReplay;
        var draft = i.IsSpeculative && !replays ? 1 + (1.0 / i.Layers) : 1;
        var window = replays ? 0 : WindowRow(i) * i.Layers * draft;
        var cap =
            replays ? 0
            : share is null ? WindowCap(i)
            : (long?)null;
        var states = StateBytes(i);
        var windows = replays ? ReplayBytes(i) : (cap ?? 0) * window;
        var cost = ((share ?? 0) * window) + (Sources(i) * draft);

        var room = i.Bytes - states - windows;
        var tokens = i.Whole(Tokens(i, room, cost), Page);
        return new()
        {
            BytesPerToken = cost,
            Tokens = tokens,
            Requests = i.RequestsOf(tokens),
            BytesPerWindowToken = window,
            WindowCap = cap,
            WindowTokens = cap ?? (long)(tokens * (share ?? 0)) / Page * Page,
            StateBytes = states,
            WindowBytes = windows,
            Refusal =
                tokens > 0
                    ? null
                    : new(
                        KvRefusalReason.TooLittleMemory,
                        $"windows of {i.Settings.RequestsOfGroup} requests take {Quantity.FormatBytes(windows)} "
                            + $"of {Quantity.FormatBytes(Math.Max(0, i.Bytes))}: none is left for the pool"
                    ),
        };
    }

    private static bool IsMega(SglangPoolInput i) => i.Settings.CompressedBackend == "flashmla_mega";

    private static double WindowRow(SglangPoolInput i) =>
        IsMega(i) ? Padded(KvRecord.Scaled(i.Model.HeadDim), Page, i.Model.HeadDim) : SglangCompressedPools.Row(i, Page, isPadded: true);

    /// <summary>A compressed row of a source layer.</summary>
    private static double SourceRow(SglangPoolInput i, int ratio) =>
        IsMega(i)
            ? Padded(KvRecord.Nvfp4(i.Model.HeadDim), Page / ratio, i.Model.HeadDim / 2)
            : SglangCompressedPools.Row(i, Page / ratio, i.Rules.CountsSourcePadding);

    private static double Padded(long record, int rows, long unit) => (double)KvRecord.RoundUp(rows * record, unit) / rows;

    private static long IndexerRow(SglangPoolInput i) => KvRecord.IndexerKey(i.Model, isFp4: true);

    /// <summary>Ratios of the source layers.</summary>
    private static IEnumerable<int> SourceRatios(SglangPoolInput i) =>
        i.Model.KvSourceLayers.Select(l => l < i.Model.CompressRatios.Length ? Math.Max(1, i.Model.CompressRatios[l]) : 1);

    private static double Sources(SglangPoolInput i) => SourceRatios(i).Sum(r => (SourceRow(i, r) + IndexerRow(i)) / r);

    /// <summary>Tokens that the room holds; from 0.5.23 on with the pages that each pool keeps for itself.</summary>
    private static long Tokens(SglangPoolInput i, double room, double cost)
    {
        var tokens = (long)(Math.Max(0, room) / cost) / Page * Page;
        while (i.Rules.CountsSourcePadding && tokens > 0 && (tokens * cost) + Reserved(i, tokens) > room)
        {
            tokens -= Page;
        }

        return tokens;
    }

    private static double Reserved(SglangPoolInput i, long tokens)
    {
        var page = i.Request.Capability is >= Catalog.ComputeCapability.FirstWithFp4 and < 120 ? 2 * IndexPage : IndexPage;
        return SourceRatios(i)
            .Sum(r =>
                (Page * SourceRow(i, r))
                + (((page * KvRecord.CeilingOf(((tokens + Page) / r) + page, page)) - (tokens / r)) * (double)IndexerRow(i))
            );
    }

    /// <summary>Tokens of windows that the requests keep at most.</summary>
    private static long WindowCap(SglangPoolInput i)
    {
        var (requests, chunk) = (i.Settings.RequestsOfGroup ?? 0L, (long)i.Settings.Chunk);
        var tokens = i.Settings.DraftTokens;
        var step = tokens is { } t ? Math.Max(i.Settings.DraftSteps * i.Settings.DraftTopK, t) : 0;
        var allocated =
            tokens is null ? Page
            : i.Request.OverlapSchedule ? 2 * step
            : step;
        var inFlight =
            i.Request.Role == SglangRole.Decode
                ? TailTokens * (i.Slots - requests - 1)
                : (i.Request.OverlapSchedule ? 2 : 1) * chunk + Page;
        var kept = i.Model.SlidingWindow + (EvictionInterval * Math.Max(1, tokens ?? 0)) + Page + allocated;
        return KvRecord.RoundUp((requests * kept) + inFlight + (Tails(i, requests) * TailTokens), Page);
    }

    /// <summary>Ends of cached prefixes whose windows are kept.</summary>
    private static long Tails(SglangPoolInput i, long requests)
    {
        var caches = i.Request.Role == SglangRole.Decode ? i.Request.DecodeRadixCache : i.Request.RadixCache;
        return i.Request.WindowTails ?? (caches ? TailsPerRequest * requests : 0);
    }

    private static long StateBytes(SglangPoolInput i)
    {
        var ring = i.Settings.DraftTokens is { } tokens ? (long)BitOperations.RoundUpToPowerOf2((uint)tokens + 2) : 2;
        return SourceRatios(i)
            .Where(r => r > 1)
            .Sum(r => KvRecord.RoundUp((i.Slots * ring) + ring + 1, r) * KvRecord.CompressorState(i.Model.HeadDim, 1));
    }

    /// <summary>--enable-encoder-swa-bounded-replay: windows of requests alone, from which the rest is computed again.</summary>
    private static double ReplayBytes(SglangPoolInput i)
    {
        var (slots, window) = (i.Slots, i.Model.SlidingWindow);
        var draft = i.Settings.DraftTokens ?? 0;
        var row = KvRecord.Packed(i.Model) + ReplayPosition;
        var held = (slots * KvRecord.RoundUp(window + draft, ReplayUnit)) + ReplayUnit;
        var scratch = Math.Max(i.Settings.Chunk, slots * Math.Max(window, draft)) + (window * slots) + ReplayUnit;
        var states = slots * SourceRatios(i).Count(r => r > 1) * ReplayRing * KvRecord.CompressorState(i.Model.HeadDim, 1);
        var drafts = i.Settings.DraftTokens is null ? 0 : held * i.Model.DsparkTargetLayers.Length * KvRecord.Packed(i.Model);
        return (held * i.Layers * row) + (scratch * i.Model.KvSourceLayers.Length * row) + states + drafts;
    }
}
