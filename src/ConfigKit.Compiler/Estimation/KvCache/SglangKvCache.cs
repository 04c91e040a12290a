using System.Collections.Immutable;
using ConfigKit.Engines.Caches;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation.KvCache;

/// <summary>SGLang's cache of a deployment: pools of tokens, as many as the stage with the fewest has.</summary>
internal sealed class SglangKvCache : KvCachePlanner
{
    private const string Source = "sglang srt/mem_cache/pool_configurator.py";

    // Enough for the cost of a token to be known, where none are left.
    private const long AnyBytes = 1L << 40;

    private readonly ImmutableArray<SglangPoolInput> _stages;
    private readonly int _page;

    public SglangKvCache(Deployment d)
    {
        var request = SglangCacheRequest.Of(d.Engine, d.CacheQuestion) with
        {
            ContextLength = d.Serving.MaxModelLen > 0 ? d.Serving.MaxModelLen : null,
        };
        var settings = SglangCacheChoice.Settings(request, SglangCacheRules.Of(d.Engine.Version)) with
        {
            CacheDtype = d.Serving.KvCacheDtype,
        };
        var first = 0;
        var stages = ImmutableArray.CreateBuilder<SglangPoolInput>();
        foreach (var layers in d.Layout.StageLayers)
        {
            stages.Add(
                new()
                {
                    Request = request,
                    Settings = settings,
                    FirstLayer = first,
                    Layers = layers,
                    Bytes = AnyBytes,
                }
            );
            first += layers;
        }

        (_stages, _page) = (stages.ToImmutable(), settings.PageSize);
    }

    public override KvRefusal? Refusal => null;

    public override KvCost Cost(int stage)
    {
        var (input, pools) = (_stages[stage], Pools(stage, AnyBytes));
        var windows = (input.Settings.WindowRatio ?? 0) * pools.BytesPerWindowToken;
        return new(
            pools.BytesPerToken,
            0,
            () =>
                $"{input.Layers} layers, {Quantity.Number(pools.BytesPerToken, 1)} B"
                + (windows > 0 ? $", of them {Quantity.Number(windows, 1)} B for windows of {input.Settings.WindowRatio} tokens" : "")
        )
        {
            StoredPerToken = pools.BytesPerToken - windows,
        };
    }

    public override BudgetTerm Request(int stage, int tokens)
    {
        var cost = Pools(stage, AnyBytes).BytesPerToken;
        return new(
            BudgetItem.KvPerSequence,
            KvRecord.RoundUp(tokens, _page) * cost,
            Source,
            () => $"{Quantity.Count(tokens)} tokens in pages of {_page} × {Quantity.Number(cost, 1)} B"
        );
    }

    public override bool Starts(ImmutableArray<long> available, int tokens) =>
        Enumerable
            .Range(0, _stages.Length)
            .Select(s => Pools(s, available[s]))
            .All(p => p.Tokens >= tokens && p.Refusal is not { Reason: KvRefusalReason.TooLittleMemory });

    public override KvCapacity Capacity(ImmutableArray<long> available, int length)
    {
        var tokens = Tokens(available);
        return new(
            tokens,
            length > 0 ? tokens / (double)length : 0,
            () => $"{Quantity.Count(tokens)} tokens / {Quantity.Count(length)} of one request"
        );
    }

    public override int Longest(ImmutableArray<long> available, int limit) => (int)Math.Min(limit, Tokens(available));

    public override double TokensOf(int stage, long available) => Pools(stage, available).Tokens;

    private long Tokens(ImmutableArray<long> available) => _stages.Select((_, s) => Pools(s, available[s]).Tokens).Min();

    private SglangPools Pools(int stage, long bytes) => SglangPoolPlanner.Plan(_stages[stage] with { Bytes = Math.Max(0, bytes) });
}
