using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;
using ConfigKit.Engines.Caches;

namespace ConfigKit.Estimation.KvCache;

/// <summary>How vLLM divides the caches of the whole model into groups (vllm v1/core/kv_cache_planning.py).</summary>
internal static class VllmKvGroups
{
    public static ImmutableArray<KvGroup> Of(ImmutableArray<KvCacheSpec> layers, VllmCacheRules rules)
    {
        var buckets = layers.GroupBy(l => (l.Kind, l.Block, l.Window)).Select(b => new KvGroup([.. b])).ToImmutableArray();
        return buckets.Length == 1
            ? buckets
            : rules.Groups switch
            {
                KvGrouping.LayerTuples => LayerTuples(buckets),
                KvGrouping.BalancedBuckets => BalancedBuckets(buckets),
            };
    }

    /// <summary>Compressor states in pages as wide as one of full attention; null: none is wide enough.</summary>
    public static ImmutableArray<KvCacheSpec>? Widen(ImmutableArray<KvCacheSpec> layers)
    {
        var pages = layers.Where(l => l.Kind == KvCacheKind.Full).Select(l => l.PageBytes).Distinct().Order().ToList();
        var widened = ImmutableArray.CreateRange(
            layers,
            l => l.Kind == KvCacheKind.Full ? l : l with { Widened = pages.FirstOrDefault(p => p >= l.PageBytes) }
        );
        return pages.Count > 0 && layers.Any(l => l.PageBytes > pages[^1]) ? null : widened;
    }

    private static ImmutableArray<KvGroup> LayerTuples(ImmutableArray<KvGroup> buckets)
    {
        var full = buckets.First(b => b.Kind == KvCacheKind.Full);
        var others = buckets.Remove(full);
        var size = ChunkSize([full.Top, .. others.Select(b => b.Top)], full.Top);
        return [full, .. others.SelectMany(b => Deal(b, Ceiling(b.Top, size)))];
    }

    private static ImmutableArray<KvGroup> BalancedBuckets(ImmutableArray<KvGroup> buckets)
    {
        var balanced = buckets.Where(b => b.IsBalanced).ToList();
        var low = balanced.Where(b => b.Pages.Count > 1).Select(b => b.Top).DefaultIfEmpty(0).Max();
        if (low > 0)
        {
            var size = ChunkSize([.. balanced.Select(b => b.Top)], low);
            return [.. buckets.SelectMany(b => b.IsBalanced ? Deal(b, Ceiling(b.Top, size)) : [b])];
        }

        var anchor = buckets.Max(Anchor);
        return
        [
            .. buckets.SelectMany(b =>
                IsState(b) ? Deal(b, Ceiling(b.Layers.Length, (int)Math.Max(1, anchor / b.Layers.Max(l => l.PageBytes)))) : [b]
            ),
        ];
    }

    private static bool IsState(KvGroup bucket) => bucket.Kind is KvCacheKind.Window or KvCacheKind.Ring;

    /// <summary>Bytes that a bucket's block has at least, if its states were one layer to a group.</summary>
    private static long Anchor(KvGroup bucket)
    {
        var groups = IsState(bucket) ? bucket.Layers.Length : 1;
        return bucket.Pages.Sum(p => p.Key * Ceiling(p.Value, groups));
    }

    /// <summary>The group size that pads the fewest layers, the largest on ties.</summary>
    private static int ChunkSize(ImmutableArray<int> counts, int low) =>
        Enumerable
            .Range(low, counts.Max() - low + 1)
            .OrderBy(size => counts.Sum(c => (size - (c % size)) % size))
            .ThenByDescending(size => size)
            .First();

    /// <summary>Tuples of the n-th layers of each page size, dealt round robin.</summary>
    private static IEnumerable<KvGroup> Deal(KvGroup bucket, int groups)
    {
        var dealt = Enumerable.Range(0, groups).Select(_ => ImmutableArray.CreateBuilder<KvCacheSpec>()).ToList();
        foreach (var ofSize in bucket.Layers.GroupBy(l => l.PageBytes))
        {
            foreach (var (place, layer) in ofSize.Index())
            {
                dealt[place % groups].Add(layer);
            }
        }

        return dealt.Select(g => new KvGroup(g.ToImmutable()));
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
