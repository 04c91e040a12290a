using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>The kind of attention, which decides what the KV cache holds.</summary>
internal enum AttentionKind
{
    /// <summary>Keys and values per head; MHA when both head counts are equal.</summary>
    Grouped,

    /// <summary>One latent of kv_lora_rank + qk_rope_head_dim values a token (V2, V3, R1).</summary>
    Latent,

    /// <summary>The latent and the DSA indexer's key (V3.2).</summary>
    SparseLatent,

    /// <summary>V4: sliding window and compressed states (CSA, HCA), one KV head of head_dim.</summary>
    Compressed,
}

/// <summary>The format in which a kind of weight is stored.</summary>
internal enum WeightFormat
{
    Bf16,
    Fp16,
    Fp32,

    /// <summary>FP8 with one scale per block (DeepSeek, block 128 x 128 or 32 x 32).</summary>
    Fp8Block,

    /// <summary>FP8 with one scale per output channel or tensor (compressed-tensors).</summary>
    Fp8Channel,

    /// <summary>INT8 with one scale per output channel (W8A8).</summary>
    Int8Channel,

    /// <summary>4-bit integers with fp16 scale and zero point per group (AWQ, GPTQ).</summary>
    Int4Group,

    /// <summary>4-bit floats, FP8 scale per 16.</summary>
    Nvfp4,

    /// <summary>4-bit floats, 8-bit exponent per 32.</summary>
    Mxfp4,
}

/// <summary>
/// How the weights of a checkpoint are stored. Embedding, output head, norms and routers stay in bf16 always.
/// </summary>
/// <param name="Attention">Format of attention projections other than those of <see cref="AttentionInBf16"/>.</param>
/// <param name="Dense">Format of dense and shared-expert MLPs.</param>
/// <param name="Experts">Format of routed experts.</param>
internal sealed record Quantization(WeightFormat Attention, WeightFormat Dense, WeightFormat Experts)
{
    /// <summary>Edge of a scale block for <see cref="WeightFormat.Fp8Block"/>: 128, or 32 for V4.1.</summary>
    public int BlockSize { get; init; } = 128;

    /// <summary>Values per scale for <see cref="WeightFormat.Int4Group"/>.</summary>
    public int GroupSize { get; init; } = 128;

    /// <summary>Bytes of one scale: 4 (fp32) or 1 (ue8m0).</summary>
    public int ScaleBytes { get; init; } = 4;

    /// <summary>Projections that stay in bf16, by name: q_a, q_b, kv_a, kv_b, o, indexer.</summary>
    public ImmutableArray<string> AttentionInBf16 { get; init; } = [];

    /// <summary>Whether the multi-token prediction layers stay in bf16 (NVFP4 checkpoints).</summary>
    public bool MtpInBf16 { get; init; }

    public static Quantization Uniform(WeightFormat format) => new(format, format, format);
}

/// <summary>
/// An architecture, from the catalogue, a config.json or the user's own section; names follow config.json. Zero or
/// empty where the architecture has no such part.
/// </summary>
internal sealed record ModelArchitecture
{
    public required string ModelType { get; init; }
    public required AttentionKind Attention { get; init; }
    public required int HiddenSize { get; init; }
    public required int NumHiddenLayers { get; init; }
    public required int NumAttentionHeads { get; init; }
    public required int NumKeyValueHeads { get; init; }
    public required int HeadDim { get; init; }
    public required int IntermediateSize { get; init; }
    public required int VocabSize { get; init; }
    public required int MaxPositionEmbeddings { get; init; }
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Whether q, k and v projections have a bias (Qwen2).</summary>
    public bool QkvBias { get; init; }

    /// <summary>Whether q and k are normalised per head (Qwen3).</summary>
    public bool QkNorm { get; init; }

    // MLA
    public int QLoraRank { get; init; }
    public int KvLoraRank { get; init; }
    public int QkNopeHeadDim { get; init; }
    public int QkRopeHeadDim { get; init; }
    public int VHeadDim { get; init; }

    // MoE
    public int RoutedExperts { get; init; }
    public int SharedExperts { get; init; }
    public int ExpertsPerToken { get; init; }
    public int MoeIntermediateSize { get; init; }

    /// <summary>Inner width of the shared expert, when it is not SharedExperts x MoeIntermediateSize.</summary>
    public int SharedExpertIntermediateSize { get; init; }

    /// <summary>Leading layers with a dense MLP.</summary>
    public int DenseLayers { get; init; }

    /// <summary>Every n-th layer is MoE (1: each after the dense ones).</summary>
    public int MoeLayerFrequency { get; init; } = 1;

    /// <summary>Whether the router has a correction bias per expert (noaux_tc).</summary>
    public bool RouterBias { get; init; }

    /// <summary>V4: leading layers routed by a hash of the token (a table instead of a learned router).</summary>
    public int HashLayers { get; init; }

    // DSA indexer (V3.2, V4)
    public int IndexHeads { get; init; }
    public int IndexHeadDim { get; init; }
    public int IndexTopK { get; init; }

    // V4
    public int OLoraRank { get; init; }
    public int OGroups { get; init; }
    public int SlidingWindow { get; init; }

    /// <summary>Compression ratio per layer; 0: window alone. One entry more than layers where the MTP layer has one.</summary>
    public ImmutableArray<int> CompressRatios { get; init; } = [];

    /// <summary>Hyper-connection streams.</summary>
    public int HcMult { get; init; }

    // V4.1
    public ImmutableArray<int> KvSourceLayers { get; init; } = [];
    public ImmutableArray<int> IndexSourceLayers { get; init; } = [];
    public ImmutableArray<long> EngramEmbeddings { get; init; } = [];
    public int EngramHeadDim { get; init; }
    public int EngramHeads { get; init; }
    public int EngramMaxNgram { get; init; }
    public int DsparkExperts { get; init; }

    /// <summary>Multi-token prediction layers in the checkpoint.</summary>
    public int MtpLayers { get; init; }

    public bool IsMoe => RoutedExperts > 0;

    public bool IsLatent => Attention is AttentionKind.Latent or AttentionKind.SparseLatent;

    /// <summary>Whether layer <paramref name="layer"/> (from 0) has experts.</summary>
    public bool IsMoeLayer(int layer) => IsMoe && layer >= DenseLayers && layer % MoeLayerFrequency == 0;
}

/// <summary>A checkpoint: an architecture and how its weights are stored.</summary>
/// <param name="Id">Catalogue id, or the user's own name.</param>
/// <param name="Family">V3, V3.2, V4, R1-Distill, …; decides parsers and recipes. Empty outside the catalogue.</param>
internal sealed record Checkpoint(string Id, string Family, ModelArchitecture Architecture, Quantization Quantization)
{
    /// <summary>Bytes on disk as published, or null.</summary>
    public long? PublishedBytes { get; init; }

    /// <summary>Parameters in billions as published, or null.</summary>
    public double? PublishedParametersBillion { get; init; }

    /// <summary>The precision the checkpoint comes in.</summary>
    public required Model.PrecisionKind NativePrecision { get; init; }

    /// <summary>Whether the numbers come from the catalogue.</summary>
    public bool IsCatalogued { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    public string Notes { get; init; } = "";
}
