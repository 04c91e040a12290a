using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>How a weight is spread over ranks; an output x input matrix is split by its rows or its columns.</summary>
internal enum Sharding
{
    /// <summary>Whole on each rank.</summary>
    Replicated,

    /// <summary>Rows, by the tensor ranks of attention.</summary>
    AttentionRows,

    /// <summary>Columns, by the tensor ranks of attention.</summary>
    AttentionColumns,

    /// <summary>Rows of key and value heads: by attention's tensor ranks, at least one head on each.</summary>
    KeyValueHeads,

    /// <summary>One value per query head, padded to what the attention kernel takes at once.</summary>
    PaddedHeads,

    /// <summary>Rows of a dense MLP or a shared expert, by all tensor ranks.</summary>
    MlpRows,

    /// <summary>Columns of a dense MLP or a shared expert.</summary>
    MlpColumns,

    /// <summary>Rows of each expert, or whole experts with expert parallelism.</summary>
    ExpertRows,

    /// <summary>Columns of each expert, or whole experts.</summary>
    ExpertColumns,

    /// <summary>By vocabulary over tensor ranks, padded.</summary>
    Vocabulary,

    /// <summary>By heads of the vision encoder where tensor ranks divide them; else whole.</summary>
    Vision,

    /// <summary>Rows of the Engram tables, by hash head over tensor ranks.</summary>
    Engram,

    /// <summary>On disk alone.</summary>
    NotLoaded,
}

/// <summary>Weights of one shape: how large they are, and how they are stored and spread.</summary>
/// <param name="Group">The part of the model that they belong to.</param>
/// <param name="Format">As the checkpoint stores them.</param>
/// <param name="Rows">Output width; of a vector its length.</param>
/// <param name="Columns">Input width; of a vector 1.</param>
/// <param name="Sharding">How they are spread over ranks.</param>
internal sealed record Weight(WeightGroup Group, WeightFormat Format, long Rows, long Columns, Sharding Sharding)
{
    /// <summary>Weights of this shape.</summary>
    public long Copies { get; init; } = 1;

    /// <summary>Parameters among them; published counts leave biases and tables of routers out.</summary>
    public bool IsCounted { get; init; } = true;

    /// <summary>Bytes of a value on disk, where it is an integer; 0: <see cref="Format"/> says it.</summary>
    public int StoredIntegerBytes { get; init; }

    /// <summary>Bytes of a value in memory, where it is an integer.</summary>
    public int LoadedIntegerBytes { get; init; }

    /// <summary>Whether loading makes it: it is not in the checkpoint.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Number of parameters.</summary>
    public double Count => IsCounted && !IsCopy ? (double)Copies * Rows * Columns : 0;

    /// <summary>Bytes on disk, scales included.</summary>
    public double StoredBytes(Quantization q) =>
        IsCopy ? 0
        : StoredIntegerBytes > 0 ? (double)Copies * Rows * Columns * StoredIntegerBytes
        : Copies * StorageFormat.Bytes(Format, q, Rows, Columns);
}

/// <summary>Bytes of matrices in each storage format.</summary>
internal static class StorageFormat
{
    public const int Bf16Bytes = 2;
    public const int Fp32Bytes = 4;
    public const int Int32Bytes = 4;
    public const int Int64Bytes = 8;

    /// <summary>NVFP4: four bits a value and an FP8 scale per 16.</summary>
    public const double Nvfp4Bytes = 0.5 + (1.0 / 16);

    /// <summary>MXFP4: four bits a value and an 8-bit exponent per 32 (OCP Microscaling 1.0).</summary>
    public const double Mxfp4Bytes = 0.5 + (1.0 / 32);

    // ModelOpt keeps an fp32 scale of the weight and one of the input beside each NVFP4 matrix.
    private const int Nvfp4TensorBytes = 2 * Fp32Bytes;

    // AWQ and GPTQ keep an fp16 scale and a 4-bit zero point per group.
    private const double Int4GroupBytes = 2 + 0.5;

    // Values that share a scale once blocks are expanded to rows (MXFP8).
    private const int RowBlock = 32;

    /// <summary>
    /// Bytes of an output x input matrix with its scales. FP8 blocks: one scale per block of
    /// <see cref="Quantization.BlockSize"/> squared. Channel formats: an fp32 scale per row.
    /// </summary>
    public static double Bytes(WeightFormat format, Quantization q, long output, long input)
    {
        var count = (double)output * input;
        return format switch
        {
            WeightFormat.Fp32 => Fp32Bytes * count,
            WeightFormat.Fp8Block => count + (q.ScaleBytes * (double)Ceiling(output, q.BlockSize) * Ceiling(input, q.BlockSize)),
            WeightFormat.Mxfp8 => count + ((double)output * Ceiling(input, RowBlock)),
            WeightFormat.Fp8Channel or WeightFormat.Int8Channel => count + ((double)Fp32Bytes * output),
            WeightFormat.Int4Group => count * (0.5 + (Int4GroupBytes / q.GroupSize)),
            WeightFormat.Nvfp4 => (count * Nvfp4Bytes) + Nvfp4TensorBytes,
            WeightFormat.Mxfp4 => count * Mxfp4Bytes,
            WeightFormat.Bf16 or WeightFormat.Fp16 => Bf16Bytes * count,
        };
    }

    /// <summary>
    /// The same once it is loaded: scales of 32 x 32 blocks become one per row and 32 values, which is what MXFP8 kernels take
    /// (vllm models/deepseek_v41/quant_config.py).
    /// </summary>
    public static double LoadedBytes(WeightFormat format, Quantization q, long output, long input) =>
        Bytes(format == WeightFormat.Fp8Block && q.BlockSize == RowBlock ? WeightFormat.Mxfp8 : format, q, output, input);

    public static long Ceiling(long value, long divisor) => (value + divisor - 1) / divisor;
}
