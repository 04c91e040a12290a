using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>The engine's settings, all decided.</summary>
internal sealed record ServingSettings
{
    /// <summary>Tokens; 0 when `auto`: as long as fits.</summary>
    public required Setting<int> MaxModelLen { get; init; }

    public required Setting<int> MaxNumSeqs { get; init; }
    public required Setting<int> MaxNumBatchedTokens { get; init; }

    /// <summary>
    /// vLLM: share of total memory for everything. SGLang: share of free memory for weights and KV cache.
    /// TensorRT-LLM: share of what is left after weights, for the KV cache. Never one copied to the other.
    /// </summary>
    public required Setting<double> MemoryFraction { get; init; }

    /// <summary>Never Auto: resolved to what the engine would take.</summary>
    public required Setting<KvCacheDtypeKind> KvCacheDtype { get; init; }

    public required Setting<int> BlockSize { get; init; }
    public required Setting<bool> EnforceEager { get; init; }
    public required Setting<bool> ChunkedPrefill { get; init; }
    public required Setting<bool> PrefixCaching { get; init; }
    public required Setting<int> Port { get; init; }

    /// <summary>Null without speculative decoding.</summary>
    public SpeculativeMethod? SpeculativeMethod { get; init; }

    public int SpeculativeTokens { get; init; }
}
