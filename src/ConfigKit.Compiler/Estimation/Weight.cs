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

    /// <summary>By vocabulary over tensor ranks, padded to 64.</summary>
    Vocabulary,
}

/// <summary>One weight of the model: its size and how it is stored and spread.</summary>
/// <param name="Group">The term under which it is shown.</param>
/// <param name="Count">Number of parameters; 0 for buffers such as a router's correction bias.</param>
/// <param name="Bytes">Bytes on disk, scales included.</param>
/// <param name="Sharding">How it is spread over ranks.</param>
internal readonly record struct Weight(string Group, long Count, double Bytes, Sharding Sharding);

/// <summary>Bytes of matrices in each storage format.</summary>
internal static class StorageFormat
{
    /// <summary>
    /// Bytes of an output x input matrix with its scales. FP8 blocks: one scale per block of
    /// <see cref="Quantization.BlockSize"/> squared. INT4: fp16 scale and 4-bit zero point per group (AWQ, GPTQ).
    /// NVFP4: FP8 scale per 16. MXFP4: 8-bit exponent per 32 (OCP Microscaling 1.0). Channel formats: fp32 per row.
    /// </summary>
    public static double Bytes(WeightFormat format, Quantization q, long output, long input)
    {
        var count = (double)output * input;
        return format switch
        {
            WeightFormat.Fp32 => 4 * count,
            WeightFormat.Fp8Block => count + (q.ScaleBytes * (double)Ceiling(output, q.BlockSize) * Ceiling(input, q.BlockSize)),
            WeightFormat.Fp8Channel or WeightFormat.Int8Channel => count + (4.0 * output),
            WeightFormat.Int4Group => count * (0.5 + (2.5 / q.GroupSize)),
            WeightFormat.Nvfp4 => count * (0.5 + (1.0 / 16)),
            WeightFormat.Mxfp4 => count * (0.5 + (1.0 / 32)),
            _ => 2 * count,
        };
    }

    private static long Ceiling(long value, long divisor) => (value + divisor - 1) / divisor;
}
