using System.Collections.Immutable;

namespace ConfigKit.Estimation;

/// <summary>What one rank of one pipeline stage holds.</summary>
/// <param name="Stage">From 0.</param>
/// <param name="Layers">Decoder layers, without multi-token prediction layers.</param>
/// <param name="Weights">On the GPU and in main memory.</param>
internal sealed record StageEstimate(int Stage, int Layers, ImmutableArray<WeightTerm> Weights)
{
    /// <summary>Bytes of weights on the GPU.</summary>
    public long WeightsBytes { get; } = Weights.Where(w => w.IsOnGpu).Sum(w => w.Bytes);

    /// <summary>Bytes of main memory that the rank's weights take, as they are allocated.</summary>
    public long HostBytes { get; } = Weights.Where(w => !w.IsOnGpu).Sum(w => w.AllocatedBytes);

    /// <summary>Buffers that the engine counts as loaded with them.</summary>
    public ImmutableArray<BudgetTerm> Buffers { get; init; } = [];

    /// <summary>What the engine's log calls the size of the loaded model.</summary>
    public long LoadedBytes => WeightsBytes + Buffers.Sum(b => b.Bytes);

    /// <summary>What tokens and sequences cost a rank of this stage.</summary>
    public required KvCost Kv { get; init; }

    /// <summary>What is left for the KV cache with the mid overhead; may be negative.</summary>
    public required BudgetTerm KvBudget { get; init; }

    /// <summary>KV cache bytes that one more token costs a rank of this stage (slope).</summary>
    public double KvBytesPerToken => Kv.BytesPerToken;

    public long KvBudgetBytes => KvBudget.Bytes;

    /// <summary>Whether it is known how the MoE kernel pads the experts; where not, weights may be off.</summary>
    public bool IsPaddingKnown { get; init; } = true;

    /// <summary>Bytes of one group of the model's own weights; 0 where the stage has none.</summary>
    public long BytesOf(WeightGroup group) => Weights.Where(w => w.Group == group && !w.IsDraft).Sum(w => w.Bytes);
}
