using System.Collections.Immutable;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>The engine's settings, all decided.</summary>
internal sealed record ServingSettings
{
    /// <summary>Tokens; 0 when `auto`: as long as fits.</summary>
    public required Setting<int> MaxModelLen { get; init; }

    public required Setting<int> MaxNumSeqs { get; init; }

    /// <summary>Waiting requests that are many: a tenth of the slots.</summary>
    public int ManyWaiting => Math.Max(1, MaxNumSeqs / 10);

    public required Setting<int> MaxNumBatchedTokens { get; init; }

    /// <summary>
    /// vLLM: share of total memory for everything. SGLang: share of free memory for weights and KV cache.
    /// TensorRT-LLM: share of what is left after weights, for the KV cache. Never one copied to the other.
    /// </summary>
    public required Setting<double> MemoryFraction { get; init; }

    /// <summary>Bytes of KV cache per GPU that the file asks for; null: what the memory share leaves.</summary>
    public long? KvCacheMemory { get; init; }

    /// <summary>Null without a second tier in host memory.</summary>
    public KvOffload? KvOffload { get; init; }

    /// <summary>Keys of memory shares that the file states and that other engines take; this one ignores them.</summary>
    public ImmutableArray<string> ForeignMemoryKeys { get; init; } = [];

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

    /// <summary>The model that drafts tokens; null: the method needs none, or none is stated.</summary>
    public string? DraftModel { get; init; }

    /// <summary>What the command says of the KV cache: what the file states, or what the release needs; null: nothing.</summary>
    public KvCacheDtypeKind? WrittenKvCacheDtype { get; init; }

    /// <summary>Null: the engine's choice.</summary>
    public string? AttentionBackend { get; init; }

    /// <summary>Null: the engine's choice.</summary>
    public string? MoeBackend { get; init; }

    public required EngramSettings Engram { get; init; }

    public required Setting<bool> ToolCalls { get; init; }
    public required Setting<bool> Reasoning { get; init; }

    /// <summary>vLLM: what starts the ranks on several nodes.</summary>
    public required Setting<DistributedExecutor> DistributedExecutor { get; init; }

    /// <summary>How long ranks wait for each other; null: PyTorch's 10 minutes.</summary>
    public TimeSpan? DistributedTimeout { get; init; }

    /// <summary>The engine's environment variables as the file has them.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>Arguments that the command ends with.</summary>
    public required ImmutableArray<string> ExtraArguments { get; init; }

    /// <summary>What of these is stated of the KV cache and of the size of a step.</summary>
    public StatedCache Stated =>
        new()
        {
            CacheDtype = KvCacheDtype.IsStated ? WrittenKvCacheDtype ?? KvCacheDtype.Value : KvCacheDtypeKind.Auto,
            Backend = AttentionBackend,
            BlockSize = Given(BlockSize),
            MaxModelLen = MaxModelLen > 0 ? Given(MaxModelLen) : null,
            MaxNumBatchedTokens = Given(MaxNumBatchedTokens),
            MaxNumSeqs = Given(MaxNumSeqs),
            ChunkedPrefill = Given(ChunkedPrefill),
            MemoryFraction = Given(MemoryFraction),
            Draft = SpeculativeMethod,
            DraftTokens = SpeculativeTokens,
            HasDraftModel = DraftModel is not null,
            PrefixCaching = Given(PrefixCaching),
            Arguments = new(ExtraArguments),
            Environment = Environment,
        };

    private static T? Given<T>(Setting<T> setting)
        where T : struct => setting.IsStated ? setting.Value : null;
}
