using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>SGLang's default mem_fraction_static, from what it reserves beside weights and KV cache; all in MiB.</summary>
internal static class SglangMemoryFraction
{
    // sglang srt/arg_groups/memory_hook.py.
    private const int Base = 512;
    private const double PerToken = 1.5;
    private const int ShortestChunk = 2048;
    private const int LongestPrefill = 16_384;
    private const double PerRank = 1024 / 8.0;
    private const int PerGraphBatch = 2;
    private const int PerGroupBatch = 3;
    private const double PerLargeGroupBatch = 1.5;
    private const int LargeGraph = 300;
    private const int LatentPrefillGraph = 1536;
    private const int PerCaptureSize = 8;
    private const int LargeMemory = 61_440;
    private const int LeastOfLarge = 10_240;

    /// <summary>Tokens of a chunk before data-parallel attention divides them, and the largest batch of a decode graph.</summary>
    public static (int Chunk, int? Graph) Limits(SglangCacheRequest r, SglangCacheRules rules)
    {
        var step = rules.MemorySteps.First(s => s.BelowMib is null || (r.MemoryMib > 0 && r.MemoryMib < s.BelowMib));
        var graph = r.Tensor >= 4 ? step.WideGraph ?? step.Graph : step.Graph;
        if (rules.CutsGraphsToRequests && r.MaxRunningRequests is { } requests && graph > requests)
        {
            graph = requests;
        }

        var chunk = r.Role == SglangRole.Both ? step.Chunk : step.DisaggregatedChunk ?? step.Chunk;
        return (r.ChunkedPrefill ?? chunk, r.GraphBatch ?? graph);
    }

    public static double Of(SglangCacheRequest r, SglangCacheRules rules)
    {
        double memory = r.MemoryMib;
        if (memory <= 0)
        {
            return rules.FractionWithoutMemory;
        }

        return rules.Fraction switch
        {
            SglangFraction.TensorRanks => OfRanks(r.Tensor),
            SglangFraction.AllRanks => OfAllRanks(memory, r.Tensor * r.Pipeline),
            SglangFraction.MemorySteps => Rounded((memory - OfMemory(r, rules)) / memory),
            SglangFraction.Activations => Rounded((memory - OfActivations(r, rules)) / memory),
        };
    }

    /// <summary>Whether prefill graphs are captured by default, as far as the reserve asks.</summary>
    public static bool HasPrefillGraph(SglangCacheRequest r, SglangCacheRules rules) => !rules.PrefillGraphBars.Any(b => Bars(b, r));

    /// <summary>To three places by the exact value, as Python rounds; Math.Round scales first and sees ties where there are none.</summary>
    private static double Rounded(double value) =>
        double.Parse(value.ToString("F3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double OfRanks(int ranks) =>
        ranks switch
        {
            >= 16 => 0.79,
            >= 8 => 0.81,
            >= 4 => 0.85,
            >= 2 => 0.87,
            _ => 0.88,
        };

    private static double OfAllRanks(double memory, int ranks)
    {
        const double OfLarge = 0.88;
        return memory <= 80 * 1024 ? OfRanks(ranks)
            : memory <= 96 * 1024 ? OfLarge
            : Math.Min(OfLarge + (48 * 1024 * (1 - OfLarge) / memory), (memory - (18 * 1024)) / memory);
    }

    private static double OfMemory(SglangCacheRequest r, SglangCacheRules rules)
    {
        var (gib, ranks) = (r.MemoryMib / 1024.0, r.Tensor * r.Pipeline);
        var reserved =
            gib < 35 ? 2.8 + (ranks / 10.0)
            : gib < 90 ? 9.5 + (ranks / 2.0)
            : gib < 160 ? 12 + (ranks / 2.0)
            : 32;
        return (1024 * reserved) + (r.Draft is null ? 0 : rules.SpeculativeMib) + (r.DataAttention ? 4096 : 0);
    }

    private static double OfActivations(SglangCacheRequest r, SglangCacheRules rules)
    {
        var (chunk, graph) = Limits(r, rules);
        var batch = graph ?? 0;
        var (isPrefill, isDecode) = (IsA(r, rules, SglangRole.Prefill), IsA(r, rules, SglangRole.Decode));
        var tokens =
            isDecode ? (r.MaxRunningRequests ?? graph ?? 1) * (r.DraftTokens ?? 1)
            : chunk > 0 ? chunk
            : LongestPrefill;
        var reserved = Base + (PerToken * Math.Max(tokens, ShortestChunk)) + (PerRank * r.Tensor * r.Pipeline);
        if (!isPrefill)
        {
            reserved += PerGraphBatch * batch;
            reserved += r.DataAttention ? r.Data * (PerGroupBatch + (batch > LargeGraph ? PerLargeGroupBatch : 0)) * batch : 0;
        }

        if (!isDecode && HasPrefillGraph(r, rules))
        {
            reserved +=
                r.Model.KvLayout == KvLayout.Grouped
                    ? PerCaptureSize * CaptureSizes(Math.Min(chunk, r.MaxTotalTokens ?? chunk))
                    : LatentPrefillGraph;
            reserved += IsDeepep(r) ? rules.DeepepPrefillGraphMib : 0;
        }

        reserved = r.MemoryMib > LargeMemory ? Math.Max(reserved, LeastOfLarge) : reserved;
        reserved += r.Draft is null or SpeculativeMethod.Ngram ? 0 : rules.SpeculativeMib;
        return reserved + (IsDeepep(r) && !isPrefill ? rules.DeepepMib : 0);
    }

    private static bool IsA(SglangCacheRequest r, SglangCacheRules rules, SglangRole role) => rules.KnowsServerRoles && r.Role == role;

    private static bool IsDeepep(SglangCacheRequest r) => r.Dispatch == "deepep";

    private static bool Bars(PrefillGraphBar bar, SglangCacheRequest r) =>
        bar switch
        {
            PrefillGraphBar.Always => true,
            PrefillGraphBar.DataAttention => r.DataAttention,
            PrefillGraphBar.Pipeline => r.Pipeline > 1,
            PrefillGraphBar.AnyDispatch => r.Dispatch is not null,
            PrefillGraphBar.OtherDispatch => r.Dispatch is not (null or "deepep" or "megamoe" or "flashinfer"),
            PrefillGraphBar.PrefillServer => r.Role == SglangRole.Prefill,
            PrefillGraphBar.DecodeServer => r.Role == SglangRole.Decode,
            PrefillGraphBar.Speculation => r.Draft is not null,
            PrefillGraphBar.HierarchicalCache => r.HierarchicalCache,
            PrefillGraphBar.ContextParallel => r.PrefillContextParallel && r.Model.KvLayout != KvLayout.SparseLatent,
            PrefillGraphBar.DecodeContext => r.DecodeContext > 1,
            PrefillGraphBar.TwoBatchOverlap => r.TwoBatchOverlap,
            PrefillGraphBar.Latent => r.Model.KvLayout == KvLayout.Latent,
            PrefillGraphBar.SparseLatent => r.Model.KvLayout == KvLayout.SparseLatent,
            PrefillGraphBar.Compressed => r.IsCompressed,
        };

    /// <summary>Numbers of tokens that prefill graphs are captured for (srt/arg_groups/cuda_graph_hook.py).</summary>
    private static int CaptureSizes(int longest)
    {
        ReadOnlySpan<(int Until, int Step)> steps = [(32, 4), (256, 16), (512, 32), (1024, 64), (4096, 256), (int.MaxValue, 512)];
        int count = 0,
            size = 0;
        foreach (var (until, step) in steps)
        {
            for (; size + step <= Math.Min(until, longest); size += step)
            {
                count++;
            }
        }

        return count;
    }
}
