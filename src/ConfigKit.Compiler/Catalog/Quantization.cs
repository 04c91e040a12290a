using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>The format in which a kind of weight is stored.</summary>
internal enum WeightFormat
{
    Bf16,
    Fp16,
    Fp32,

    /// <summary>FP8 with one scale per block (DeepSeek, block 128 x 128 or 32 x 32).</summary>
    Fp8Block,

    /// <summary>FP8, 8-bit exponent per 32 values of a row.</summary>
    Mxfp8,

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

    /// <summary>Format of the routed experts of draft layers where it is not that of the others.</summary>
    public WeightFormat? DraftExperts { get; init; }

    public static Quantization Uniform(WeightFormat format) => new(format, format, format);
}
