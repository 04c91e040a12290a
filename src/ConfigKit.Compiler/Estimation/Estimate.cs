using System.Collections.Immutable;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>The answer to "does it fit?".</summary>
internal enum Verdict
{
    Fits,

    /// <summary>The answer lies inside the interval of the overhead.</summary>
    Tight,
    DoesNotFit,

    /// <summary>A rule other than the memory group reports an error.</summary>
    Invalid,
}

/// <summary>One term of a sum, with its arithmetic.</summary>
/// <param name="Name">What it is: "attention projections".</param>
/// <param name="Bytes">Bytes on one rank.</param>
/// <param name="Stored">Bytes of it in the checkpoint, all ranks of the stage together.</param>
/// <param name="Rule">How it is spread, in words.</param>
/// <param name="Source">Where the rule comes from.</param>
internal sealed record Term(string Name, long Bytes, double Stored, string Rule, string Source)
{
    /// <summary>With the numbers put in.</summary>
    public string Formula => Stored > 0 ? $"{Quantity.FormatBytes(Stored)} × {Quantity.Number(Bytes / Stored, 4)}: {Rule}" : Rule;
}

/// <summary>What one rank of one pipeline stage holds.</summary>
/// <param name="Stage">From 0.</param>
/// <param name="Layers">Decoder layers, without multi-token prediction layers.</param>
internal sealed record StageEstimate(int Stage, int Layers, ImmutableArray<Term> Weights)
{
    public long WeightsBytes { get; init; } = Weights.Sum(w => w.Bytes);

    /// <summary>KV cache bytes that one more token costs a rank of this stage (slope).</summary>
    public required double KvBytesPerToken { get; init; }

    /// <summary>KV cache bytes that a sequence costs a rank of this stage whatever its length (V4 windows and states).</summary>
    public required long KvBytesPerSequence { get; init; }

    /// <summary>Bytes left for the KV cache with the mid overhead; may be negative.</summary>
    public required long KvBudgetBytes { get; init; }
}

/// <summary>Memory outside weights and KV cache: an interval, because it can't be known better without running.</summary>
internal sealed record Overhead(long Low, long Mid, long High)
{
    public required long ActivationBytes { get; init; }
    public required long NonTorchBytes { get; init; }
    public required long CudaGraphBytes { get; init; }

    /// <summary>Why the interval is what it is.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a deployment needs and has, per GPU; arithmetic only.</summary>
internal sealed record Estimate
{
    /// <summary>Bytes that the engine sees as total (CUDA's).</summary>
    public required long GpuMemoryBytes { get; init; }

    /// <summary>Bytes that the engine may take under its memory setting.</summary>
    public required long RequestedBytes { get; init; }

    public required ImmutableArray<StageEstimate> Stages { get; init; }
    public required Overhead Overhead { get; init; }

    /// <summary>The stage with the least room for KV cache.</summary>
    public required StageEstimate Heaviest { get; init; }

    /// <summary>Tokens of KV cache of one engine replica, with the mid overhead, and at both ends of the interval.</summary>
    public required long KvCacheTokens { get; init; }

    public required long KvCacheTokensLow { get; init; }
    public required long KvCacheTokensHigh { get; init; }

    /// <summary>Bytes that one sequence of max_model_len needs on a rank of the heaviest stage.</summary>
    public required long KvBytesForOneSequence { get; init; }

    /// <summary>Sequences of max_model_len that run at once.</summary>
    public required double MaxConcurrency { get; init; }

    /// <summary>Longest max_model_len that fits with the mid overhead; at most the model's own; 0 when none does.</summary>
    public required int MaxModelLenThatFits { get; init; }

    /// <summary>max_model_len, or with `auto` the longest that fits.</summary>
    public required int EffectiveMaxModelLen { get; init; }

    /// <summary>Fits, tight or does not fit, by memory alone.</summary>
    public required Verdict MemoryVerdict { get; init; }

    public required long CheckpointBytes { get; init; }
    public required double Parameters { get; init; }

    /// <summary>Parameters that one token touches, without the input embedding.</summary>
    public required double ActivatedParameters { get; init; }

    public required PerformanceBound Performance { get; init; }

    /// <summary>Time to read the checkpoint from storage, a bound.</summary>
    public required TimeSpan LoadTime { get; init; }
}

/// <summary>A roofline bound for one decode step: no engine is faster; none is promised to reach it.</summary>
internal sealed record PerformanceBound
{
    /// <summary>Sequences that the bound was taken at.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Mean context length that it was taken at.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Shortest time of one decode step; null where the GPU's figures are not known.</summary>
    public required TimeSpan? DecodeStep { get; init; }

    /// <summary>The part of it that memory and arithmetic take, traffic apart.</summary>
    public required TimeSpan? Work { get; init; }

    /// <summary>Most output tokens per second that one user can see (times acceptance length).</summary>
    public required double? TokensPerSecondPerUser { get; init; }

    /// <summary>Most output tokens per second of one engine replica.</summary>
    public required double? TokensPerSecond { get; init; }

    /// <summary>Shortest time to the first token of a mean prompt.</summary>
    public required TimeSpan? Prefill { get; init; }

    /// <summary>Bytes that a node sends to other nodes in a decode step.</summary>
    public required double NetworkBytesPerStep { get; init; }

    /// <summary>Bytes that a GPU sends to others of its node in a decode step.</summary>
    public required double LinkBytesPerStep { get; init; }

    /// <summary>Whether public measurements support the bound for this layout (one node, TP at most 8).</summary>
    public required bool IsVerified { get; init; }

    public required string Explanation { get; init; }
}
