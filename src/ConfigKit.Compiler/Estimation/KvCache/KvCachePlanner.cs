using System.Collections.Immutable;
using ConfigKit.Engines.Caches;

namespace ConfigKit.Estimation.KvCache;

/// <summary>How the engine of a deployment divides memory among the tokens of requests. Stages are counted from 0.</summary>
internal abstract class KvCachePlanner
{
    /// <summary>Why the engine refuses such a cache, however much memory there is; null: it does not.</summary>
    public abstract KvRefusal? Refusal { get; }

    /// <summary>What one more token costs a rank of the stage.</summary>
    public abstract KvCost Cost(int stage);

    /// <summary>Bytes that one request takes on a rank of the stage.</summary>
    public abstract BudgetTerm Request(int stage, int tokens);

    /// <summary>Whether the engine starts when it must hold one request of so many tokens.</summary>
    /// <param name="available">Bytes for the KV cache on a rank of each stage.</param>
    /// <param name="tokens">Of the request.</param>
    public abstract bool Starts(ImmutableArray<long> available, int tokens);

    /// <summary>What the memory holds when requests are so long.</summary>
    /// <param name="available">Bytes for the KV cache on a rank of each stage.</param>
    /// <param name="length">Tokens of a request.</param>
    public abstract KvCapacity Capacity(ImmutableArray<long> available, int length);

    /// <summary>Tokens of the longest request that the memory holds, at most <paramref name="limit"/>.</summary>
    public abstract int Longest(ImmutableArray<long> available, int limit);

    /// <summary>Tokens that the memory of one stage holds, to find the stage that limits all others.</summary>
    public abstract double TokensOf(int stage, long available);
}

/// <summary>What the KV cache of an engine replica holds.</summary>
/// <param name="Tokens">As the engine's log has it.</param>
/// <param name="Sequences">Requests of the given length at once.</param>
/// <param name="Formula">Their arithmetic.</param>
internal sealed record KvCapacity(long Tokens, double Sequences, Func<string> Formula);
