using ConfigKit.Engines.Caches;

namespace ConfigKit.Estimation.KvCache;

/// <summary>SGLang's pools of one rank for so many bytes.</summary>
internal sealed record SglangPools
{
    /// <summary>Bytes that one token of the pool costs.</summary>
    public required double BytesPerToken { get; init; }

    /// <summary>Tokens of the pool.</summary>
    public required long Tokens { get; init; }

    /// <summary>Requests that run at once.</summary>
    public long Requests { get; init; }

    /// <summary>Bytes that one token of the windows costs; 0: there are none.</summary>
    public double BytesPerWindowToken { get; init; }

    /// <summary>Tokens of the windows.</summary>
    public long WindowTokens { get; init; }

    /// <summary>Tokens of the windows where requests decide them; null: a share of the pool.</summary>
    public long? WindowCap { get; init; }

    /// <summary>Rows of compressor states that live as long as a window.</summary>
    public long WindowStates { get; init; }

    /// <summary>Rows of compressor states of ratio 128.</summary>
    public long WideStates { get; init; }

    /// <summary>Bytes of compressor states of requests, taken before the tokens.</summary>
    public long StateBytes { get; init; }

    /// <summary>Bytes of windows of requests, taken before the tokens.</summary>
    public double WindowBytes { get; init; }

    /// <summary>Null: the engine starts.</summary>
    public KvRefusal? Refusal { get; init; }
}
