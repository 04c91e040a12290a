using System.Collections.Immutable;

namespace ConfigKit.Estimation.KvCache;

/// <summary>Caches that share a table of blocks: of one kind, block size and window.</summary>
internal sealed record KvGroup(ImmutableArray<KvCacheSpec> Layers)
{
    public KvCacheSpec First => Layers[0];
    public KvCacheKind Kind => First.Kind;

    /// <summary>Bytes of a block in all layers.</summary>
    public long PageBytes { get; } = Layers.Sum(l => l.PageBytes);

    /// <summary>Layers of each page size.</summary>
    public ImmutableSortedDictionary<long, int> Pages { get; } =
        Layers.GroupBy(l => l.PageBytes).ToImmutableSortedDictionary(g => g.Key, g => g.Count());

    /// <summary>The most layers of one page size.</summary>
    public int Top => Pages.Count == 0 ? 0 : Pages.Values.Max();

    /// <summary>Whether each page size has as many layers.</summary>
    public bool IsBalanced => Pages.Values.Distinct().Count() == 1;

    /// <summary>The part of it that lies on a stage; it may be empty.</summary>
    public KvGroup OnStage(int stage) => new([.. Layers.Where(l => l.Stage == stage)]);
}
