using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>What an engine decides of the KV cache and of the size of a step, each value with its reason.</summary>
internal sealed record CacheChoice
{
    /// <summary>Never Auto.</summary>
    public required Setting<KvCacheDtypeKind> CacheDtype { get; init; }

    /// <summary>What the command must say of it because the release refuses its own default; null: nothing.</summary>
    public KvCacheDtypeKind? NeededDtype { get; init; }

    /// <summary>Tokens of a block.</summary>
    public required Setting<int> BlockSize { get; init; }

    public required Setting<int> MaxNumBatchedTokens { get; init; }
    public required Setting<int> MaxNumSeqs { get; init; }

    /// <summary>The engine's own memory share.</summary>
    public required Setting<double> MemoryFraction { get; init; }

    /// <summary>Why it refuses what is asked for, before it plans; null: it does not.</summary>
    public KvRefusal? Refusal { get; init; }
}
