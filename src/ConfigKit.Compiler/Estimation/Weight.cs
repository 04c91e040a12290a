using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>How a weight is spread over ranks.</summary>
internal enum Sharding
{
    /// <summary>Whole on each rank.</summary>
    Replicated,

    /// <summary>By the tensor ranks of attention.</summary>
    Attention,

    /// <summary>Key and value heads: by attention's tensor ranks, at least one head on each.</summary>
    KeyValueHeads,

    /// <summary>By all tensor ranks.</summary>
    Tensor,

    /// <summary>Slices of each expert, or whole experts with expert parallelism.</summary>
    Experts,

    /// <summary>By vocabulary over tensor ranks, padded.</summary>
    Vocabulary,
}

/// <summary>One weight of the model: its size and how it is stored and spread.</summary>
/// <param name="Group">The part of the model that it belongs to.</param>
/// <param name="Count">Number of parameters; 0 for buffers such as a router's correction bias.</param>
/// <param name="Bytes">Bytes on disk, scales included.</param>
/// <param name="Sharding">How it is spread over ranks.</param>
internal readonly record struct Weight(WeightGroup Group, long Count, double Bytes, Sharding Sharding);

/// <summary>Bytes of matrices in each storage format.</summary>
internal static class StorageFormat
{
    public const int Bf16Bytes = 2;
    public const int Fp32Bytes = 4;
    public const int Int64Bytes = 8;

    /// <summary>NVFP4: four bits a value and an FP8 scale per 16.</summary>
    public const double Nvfp4Bytes = 0.5 + (1.0 / 16);

    /// <summary>MXFP4: four bits a value and an 8-bit exponent per 32 (OCP Microscaling 1.0).</summary>
    public const double Mxfp4Bytes = 0.5 + (1.0 / 32);

    // AWQ and GPTQ keep an fp16 scale and a 4-bit zero point per group.
    private const double Int4GroupBytes = 2 + 0.5;

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
            WeightFormat.Fp8Channel or WeightFormat.Int8Channel => count + ((double)Fp32Bytes * output),
            WeightFormat.Int4Group => count * (0.5 + (Int4GroupBytes / q.GroupSize)),
            WeightFormat.Nvfp4 => count * Nvfp4Bytes,
            WeightFormat.Mxfp4 => count * Mxfp4Bytes,
            WeightFormat.Bf16 or WeightFormat.Fp16 => Bf16Bytes * count,
        };
    }

    private static long Ceiling(long value, long divisor) => (value + divisor - 1) / divisor;
}
