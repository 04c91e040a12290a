using System.Collections.Immutable;
using ConfigKit.Engines.Caches;

namespace ConfigKit.Estimation.KvCache;

/// <summary>vLLM's plan for so many bytes on each stage.</summary>
internal sealed record VllmKvPlan
{
    public required ImmutableArray<KvStage> Stages { get; init; }

    /// <summary>Blocks of every stage: as many as the smallest has.</summary>
    public required long Blocks { get; init; }

    /// <summary>Requests of the longest length that the log says there is room for.</summary>
    public required double Concurrency { get; init; }

    /// <summary>Tokens that the log prints as the size of the cache.</summary>
    public required long Tokens { get; init; }

    /// <summary>Bytes that one request of the longest length needs, on the stage that needs most.</summary>
    public required long RequestBytes { get; init; }

    /// <summary>What max_model_len `auto` gives, at most the length that was asked for; 0: nothing fits.</summary>
    public required int Longest { get; init; }

    /// <summary>What the refusal says would fit, on its stage; null: not refused.</summary>
    public int? LongestOfRefusal { get; init; }

    /// <summary>Null: the engine starts.</summary>
    public KvRefusal? Refusal { get; init; }
}
