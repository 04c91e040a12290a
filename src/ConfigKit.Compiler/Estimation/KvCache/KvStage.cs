using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Estimation.KvCache;

/// <summary>The groups on one pipeline stage and what their blocks cost a rank of it.</summary>
internal sealed class KvStage
{
    private readonly KvPlanInput _input;

    /// <param name="input">What the plan follows from.</param>
    /// <param name="stage">From 0.</param>
    /// <param name="groups">Of the whole model.</param>
    public KvStage(KvPlanInput input, int stage, ImmutableArray<KvGroup> groups)
    {
        _input = input;
        Stage = stage;
        Groups = [.. groups.Select(g => g.OnStage(stage)).Where(g => !g.Layers.IsEmpty)];
        var isShared = groups.Length > 1;
        var tuple = isShared ? TupleBytes() : 0;
        var bytes = isShared ? SharedBytes(tuple) : Groups.Sum(g => g.PageBytes);
        BlockBytes = KvRecord.RoundUp(
            bytes,
            Groups.SelectMany(g => g.Layers).Aggregate(1L, (m, l) => KvRecord.LeastCommonMultiple(m, l.Stride))
        );
        TestedBytes = isShared && input.Rules.RequestBytes == KvRequestBytes.LayerTuples ? tuple : BlockBytes;
    }

    public int Stage { get; }

    /// <summary>Those that have layers here.</summary>
    public ImmutableArray<KvGroup> Groups { get; }

    /// <summary>Bytes of one block id.</summary>
    public long BlockBytes { get; }

    /// <summary>What the test at the start takes a block for.</summary>
    public long TestedBytes { get; }

    /// <summary>Blocks of one request in all groups.</summary>
    public long RequestBlocks(long length) => Groups.Sum(g => GroupBlocks(g, length));

    /// <summary>Blocks of one request in one group.</summary>
    public long GroupBlocks(KvGroup group, long length) => group.First.Blocks(length, _input.TokensInFlight, _input.DecodeContext);

    /// <summary>Bytes that the engine says one request needs.</summary>
    public long RequestBytes(long length) => TestedBytes * RequestBlocks(length);

    /// <summary>What of the available bytes a request is tested against.</summary>
    public long Room(long available) => available - (_input.Rules.HasNullBlock ? BlockBytes : 0);

    /// <summary>Tokens of the longest request that fits, at most <paramref name="limit"/>.</summary>
    public int Longest(long available, int limit)
    {
        var room = Room(available);
        int low = 0,
            high = limit;
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = RequestBytes(middle) <= room ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>How many requests of a length so many blocks hold, as the log says it.</summary>
    public double Concurrency(long blocks, long length) =>
        _input.Rules.Concurrency switch
        {
            KvConcurrency.Blocks => blocks / (double)RequestBlocks(length),
            KvConcurrency.SharesOfFirstGroup => blocks
                / (double)KvRecord.CeilingOf(Groups.Sum(g => GroupBlocks(g, length) * g.PageBytes), Groups[0].PageBytes),
        };

    /// <summary>The distinct page sizes of full attention, as often as the group with the most layers of one size needs them.</summary>
    private long TupleBytes() =>
        Groups.Where(g => g.Kind == KvCacheKind.Full).SelectMany(g => g.Pages.Keys).Distinct().Sum()
        * Groups.Select(g => g.Top).DefaultIfEmpty(0).Max();

    private long SharedBytes(long tuple) =>
        _input.Rules.BlockBytes switch
        {
            KvBlockBytes.LayerTuples => tuple,
            KvBlockBytes.PageSlots => Groups.SelectMany(g => g.Pages).GroupBy(p => p.Key).Sum(p => p.Key * p.Max(s => s.Value)),
            KvBlockBytes.WidestGroup => Groups.Select(g => g.PageBytes).DefaultIfEmpty(0).Max(),
        };
}
