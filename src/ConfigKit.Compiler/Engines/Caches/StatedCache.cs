using System.Collections.Immutable;
using ConfigKit.Engines.Arguments;
using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>What the file states of the KV cache and of the size of a step. Null: nothing.</summary>
internal sealed record StatedCache
{
    /// <summary>Auto: nothing.</summary>
    public KvCacheDtypeKind CacheDtype { get; init; }

    public string? Backend { get; init; }

    /// <summary>Tokens of a block.</summary>
    public int? BlockSize { get; init; }

    /// <summary>Tokens; null also where the engine is to find it.</summary>
    public int? MaxModelLen { get; init; }

    public int? MaxNumBatchedTokens { get; init; }
    public int? MaxNumSeqs { get; init; }
    public bool? ChunkedPrefill { get; init; }

    /// <summary>The engine's own memory share.</summary>
    public double? MemoryFraction { get; init; }

    /// <summary>Null: no speculative decoding.</summary>
    public SpeculativeMethod? Draft { get; init; }

    public int DraftTokens { get; init; }

    /// <summary>Whether a model that drafts is named.</summary>
    public bool HasDraftModel { get; init; }

    public bool? PrefixCaching { get; init; }

    /// <summary>Arguments that no key stands for.</summary>
    public required ExtraArguments Arguments { get; init; }

    public required ImmutableSortedDictionary<string, string> Environment { get; init; }
}
