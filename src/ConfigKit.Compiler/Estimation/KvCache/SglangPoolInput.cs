using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;

namespace ConfigKit.Estimation.KvCache;

/// <summary>What the sizes of SGLang's pools follow from.</summary>
internal sealed record SglangPoolInput
{
    public required SglangCacheRequest Request { get; init; }
    public required SglangCacheSettings Settings { get; init; }

    /// <summary>The stage's first layer.</summary>
    public int FirstLayer { get; init; }

    /// <summary>Layers of the stage.</summary>
    public required int Layers { get; init; }

    /// <summary>Free bytes after loading, less what mem_fraction_static leaves free.</summary>
    public required long Bytes { get; init; }

    public SglangCacheRules Rules => SglangCacheRules.Of(Request.Release.Version);
    public ModelArchitecture Model => Request.Model;
    public bool IsSpeculative => Request.Draft is SpeculativeMethod.Mtp or SpeculativeMethod.Eagle or SpeculativeMethod.Dspark;
    public int Context => Request.ContextLength ?? Model.MaxPositionEmbeddings;

    /// <summary>Compression ratios of the stage's layers.</summary>
    public ImmutableArray<int> Ratios => [.. Model.CompressRatios.Skip(FirstLayer).Take(Layers)];

    /// <summary>Slots of requests: one more than run, and those that a decode server keeps for what arrives.</summary>
    public long Slots
    {
        get
        {
            var requests = Settings.RequestsOfGroup ?? 0;
            var extra = Rules.KeepsExtraSlots && Request.Role == SglangRole.Decode && requests <= MostWithExtraSlots ? 2 * requests : 0;
            return requests + 1 + extra;
        }
    }

    // sglang srt/arg_groups/pd_disaggregation_hook.py.
    private const int MostWithExtraSlots = 32;

    /// <summary>Requests of the pool: as many as are asked for, else by its tokens (srt/mem_cache/kv_cache_configurator.py).</summary>
    public long RequestsOf(long tokens) =>
        Math.Min(Settings.RequestsOfGroup ?? Math.Clamp((long)((double)tokens / Context * 512), 2048, 4096), tokens / 2);

    /// <summary>A pool of whole pages, at most as large as asked for.</summary>
    public long Whole(long tokens, int page) => Math.Min(tokens, Request.MaxTotalTokens ?? tokens) / page * page;
}
