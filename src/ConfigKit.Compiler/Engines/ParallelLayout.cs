using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>How the model is divided, all decided.</summary>
internal sealed record ParallelLayout
{
    public required Setting<int> Tensor { get; init; }
    public required Setting<int> Pipeline { get; init; }
    public required Setting<int> Data { get; init; }
    public required Setting<bool> Expert { get; init; }
    public required Setting<bool> DataParallelAttention { get; init; }
    public required Setting<int> DecodeContext { get; init; }

    /// <summary>Layers of each stage; the engine's own split unless stated. As many as stages.</summary>
    public required ImmutableArray<int> StageLayers { get; init; }

    /// <summary>
    /// GPUs that the layout takes: tensor x pipeline x data; in SGLang with data-parallel attention the data groups
    /// lie within tensor, so tensor x pipeline.
    /// </summary>
    public required int WorldSize { get; init; }

    /// <summary>Ranks over which whole experts are spread; 1 when experts are split by tensor.</summary>
    public required int ExpertSize { get; init; }

    /// <summary>Independent KV caches: one of each data rank or attention group.</summary>
    public required int Caches { get; init; }

    /// <summary>Tensor ranks of attention: 1 with data-parallel attention over all of tensor.</summary>
    public required int AttentionTensor { get; init; }
}
