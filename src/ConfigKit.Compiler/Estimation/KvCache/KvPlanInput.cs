using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;

namespace ConfigKit.Estimation.KvCache;

/// <summary>What vLLM's plan of the KV cache follows from.</summary>
internal sealed record KvPlanInput
{
    public required ModelArchitecture Model { get; init; }

    /// <summary>Of the release.</summary>
    public required VllmCacheRules Rules { get; init; }

    public required VllmCacheSettings Settings { get; init; }
    public required int Tensor { get; init; }

    /// <summary>Decoder layers of each pipeline stage.</summary>
    public required ImmutableArray<int> StageLayers { get; init; }

    public int DecodeContext { get; init; } = 1;

    /// <summary>Compute capability, times ten.</summary>
    public required int Capability { get; init; }

    /// <summary>Null: no speculative decoding.</summary>
    public SpeculativeMethod? Draft { get; init; }

    public int DraftTokens { get; init; }

    /// <summary>Whether the indexer's keys are stored in mxfp4.</summary>
    public bool HasFp4Indexer { get; init; }

    /// <summary>Whether the release caches the heads of MLA, not the latent.</summary>
    public bool CachesFullHeads { get; init; }

    /// <summary>Plans stages that begin among layers which share a cache, though the engine refuses them.</summary>
    public bool SplitsSources { get; init; }

    /// <summary>--disable-hybrid-kv-cache-manager.</summary>
    public bool HybridManagerOff { get; init; }

    /// <summary>Tokens in flight: those of all steps that run or wait, where the release counts them.</summary>
    public long TokensInFlight =>
        Rules.TokensInFlight switch
        {
            Catalog.Entries.KvTokensInFlight.OneStep => Settings.MaxNumBatchedTokens,
            Catalog.Entries.KvTokensInFlight.ConcurrentSteps => (long)Settings.ConcurrentSteps(StageLayers.Length)
                * Settings.MaxNumBatchedTokens,
        };
}
