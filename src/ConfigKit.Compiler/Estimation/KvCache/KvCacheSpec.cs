namespace ConfigKit.Estimation.KvCache;

/// <summary>How a cache grows with a request.</summary>
internal enum KvCacheKind
{
    /// <summary>With the context.</summary>
    Full,

    /// <summary>To a window and the tokens in flight.</summary>
    Window,

    /// <summary>Not: one block for each request.</summary>
    Ring,
}

/// <summary>What a cache holds.</summary>
internal enum KvCacheRole
{
    KeysAndValues,
    Latent,
    IndexerKeys,
    Window,
    CompressorState,
    IndexerState,
    DraftWindow,
}

/// <summary>One cache of one layer, as the engine registers it with its planner (vllm v1/kv_cache_interface.py).</summary>
internal sealed record KvCacheSpec
{
    public required KvCacheRole Role { get; init; }
    public required KvCacheKind Kind { get; init; }

    /// <summary>Pipeline stage, from 0.</summary>
    public required int Stage { get; init; }

    /// <summary>Tokens of a block.</summary>
    public required int Block { get; init; }

    /// <summary>Tokens that one stored state stands for.</summary>
    public int TokensPerState { get; init; } = 1;

    /// <summary>Bytes of a stored state.</summary>
    public required long Record { get; init; }

    /// <summary>Pages are multiples of so many bytes.</summary>
    public long Alignment { get; init; } = 1;

    /// <summary>Tokens of the window; 0 for other kinds.</summary>
    public int Window { get; init; }

    /// <summary>Blocks are to be multiples of so many bytes.</summary>
    public long Stride { get; init; } = 1;

    /// <summary>Bytes that a page is widened to; 0: it keeps its own.</summary>
    public long Widened { get; init; }

    public int States => Block / TokensPerState;

    public long PageBytes => Widened > 0 ? Widened : KvRecord.RoundUp(States * Record, Alignment);

    /// <summary>Blocks that one request takes.</summary>
    /// <param name="length">Tokens of the request.</param>
    /// <param name="inFlight">Tokens in flight.</param>
    /// <param name="decodeContext">Ranks that share its context.</param>
    public long Blocks(long length, long inFlight, int decodeContext) =>
        Kind switch
        {
            KvCacheKind.Full => KvRecord.CeilingOf(KvRecord.CeilingOf(length, decodeContext), Block),
            KvCacheKind.Window => KvRecord.CeilingOf(Math.Min(Window - 1 + inFlight, length), Block) + 1,
            KvCacheKind.Ring => 1,
        };
}
