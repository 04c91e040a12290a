using System.Collections.Immutable;
using ConfigKit.Engines.Caches;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation.KvCache;

/// <summary>The cache of an engine of which it is not known how it plans: tokens at their bytes, in whole blocks.</summary>
internal sealed class TokenKvCache : KvCachePlanner
{
    private readonly ImmutableArray<KvCost> _costs;
    private readonly ImmutableArray<KvPool> _pools;

    public TokenKvCache(Deployment d)
    {
        _costs = [.. Enumerable.Range(0, d.Layout.Pipeline).Select(s => KvCosts.OfStage(d, s))];
        _pools = [.. _costs.Select(c => new KvPool(c, d.Serving.BlockSize))];
    }

    public override KvRefusal? Refusal => null;

    public override KvCost Cost(int stage) => _costs[stage];

    public override BudgetTerm Request(int stage, int tokens) => _pools[stage].Sequence(tokens);

    public override bool Starts(ImmutableArray<long> available, int tokens) =>
        _pools.Zip(available).All(p => p.First.SequenceBytes(tokens) <= p.Second);

    public override KvCapacity Capacity(ImmutableArray<long> available, int length)
    {
        var (pool, bytes) = _pools.Zip(available).MinBy(p => p.First.Tokens(p.Second, length));
        var (room, sequence) = (Math.Max(0, bytes), pool.SequenceBytes(length));
        return new(
            pool.Tokens(bytes, length),
            sequence > 0 ? room / (double)sequence : 0,
            () => $"{Quantity.FormatBytes(room)} / {Quantity.FormatBytes(sequence)}"
        );
    }

    public override int Longest(ImmutableArray<long> available, int limit) =>
        _pools.Zip(available).Min(p => p.First.LongestThatFits(p.Second, limit));

    public override double TokensOf(int stage, long available) => available / Math.Max(1, _costs[stage].BytesPerToken);
}
