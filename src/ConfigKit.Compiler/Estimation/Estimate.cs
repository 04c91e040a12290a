using System.Collections.Immutable;
using ConfigKit.Engines.Caches;
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

/// <summary>Memory outside weights and KV cache: an interval, because it can't be known better without running.</summary>
internal sealed record Overhead(long Low, long Mid, long High)
{
    /// <summary>Every term with the middle of its values.</summary>
    public required ImmutableArray<BudgetTerm> Terms { get; init; }

    /// <summary>Context and communicators, outside PyTorch.</summary>
    public long NonTorchBytes => Sum(t => t == BudgetItem.NonTorch);

    /// <summary>Buffers that stay and the peak of the profile run.</summary>
    public long ActivationBytes => Sum(t => t is not (BudgetItem.NonTorch or BudgetItem.CudaGraphs));

    public long CudaGraphBytes => Sum(t => t == BudgetItem.CudaGraphs);

    private long Sum(Func<BudgetItem, bool> which) => Terms.Where(t => which(t.Item)).Sum(t => t.Bytes);

    /// <summary>Why the interval is what it is.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a deployment needs and has, per GPU; arithmetic only.</summary>
internal sealed record Estimate
{
    /// <summary>What the engine sees as total (CUDA's).</summary>
    public required BudgetTerm Memory { get; init; }

    /// <summary>What the engine may take under its memory setting.</summary>
    public required BudgetTerm Requested { get; init; }

    /// <summary>What one sequence of max_model_len needs on a rank of the heaviest stage.</summary>
    public required BudgetTerm Sequence { get; init; }

    /// <summary>Sequences of max_model_len that run at once.</summary>
    public required BudgetTerm Sequences { get; init; }

    public long GpuMemoryBytes => Memory.Bytes;
    public long RequestedBytes => Requested.Bytes;

    /// <summary>What neither the loaded model nor the lowest overhead takes.</summary>
    public long MostFreeBytes => GpuMemoryBytes - Heaviest.LoadedBytes - Overhead.Low;

    /// <summary>The same with the highest overhead, in whole GiB: a KV cache that surely can be allocated.</summary>
    public long SurelyFreeGib => Math.Max(0, GpuMemoryBytes - Heaviest.LoadedBytes - Overhead.High) / Quantity.GiB;
    public long KvBytesForOneSequence => Sequence.Bytes;
    public double MaxConcurrency => Sequences.Amount;

    /// <summary>The budget of a GPU, term by term.</summary>
    public ImmutableArray<BudgetTerm> Budget =>
        [Memory, Requested, .. Heaviest.Buffers, .. Overhead.Terms, Heaviest.KvBudget, Heaviest.Kv.PerToken, Sequence, Sequences];

    public required ImmutableArray<StageEstimate> Stages { get; init; }

    /// <summary>Main memory of a node.</summary>
    public required HostLedger Host { get; init; }

    public required Overhead Overhead { get; init; }

    /// <summary>The stage with the least room for KV cache.</summary>
    public required StageEstimate Heaviest { get; init; }

    /// <summary>Why the engine refuses the KV cache however much memory there is; null: it does not.</summary>
    public required KvRefusal? KvRefusal { get; init; }

    /// <summary>Tokens of KV cache of one engine replica, with the mid overhead, and at both ends of the interval.</summary>
    public required long KvCacheTokens { get; init; }

    public required long KvCacheTokensLow { get; init; }
    public required long KvCacheTokensHigh { get; init; }

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
