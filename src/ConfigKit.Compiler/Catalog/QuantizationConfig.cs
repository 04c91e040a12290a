using System.Text.Json;
using ConfigKit.Catalog.Entries;
using ConfigKit.Model;

namespace ConfigKit.Catalog;

/// <summary>Reads the quantization_config of a config.json.</summary>
internal static class QuantizationConfig
{
    private const int UsualBlock = 128;
    private const int UsualGroup = 128;

    /// <param name="q">The object; null: weights are not quantised.</param>
    /// <param name="native">The number format of weights that are not quantised.</param>
    /// <param name="expertDtype">The format of experts, where the config states one (V4: fp4).</param>
    public static (Quantization Quantization, PrecisionKind Precision) Read(QuantizationEntry? q, PrecisionKind native, string? expertDtype)
    {
        if (q is null || QuantizationMethods.Find(q.QuantMethod) is not { } method)
        {
            return (Plain(native), native);
        }

        return method switch
        {
            QuantizationMethod.Fp8 => (Fp8(q, expertDtype), PrecisionKind.Fp8),
            QuantizationMethod.Awq or QuantizationMethod.Gptq or QuantizationMethod.AutoRound => (Grouped(q.GroupSize), PrecisionKind.Int4),
            QuantizationMethod.ModelOpt or QuantizationMethod.ModelOptFp4 => ModelOpt(q, method, native),
            QuantizationMethod.Mxfp4 => (new(WeightFormat.Bf16, WeightFormat.Bf16, WeightFormat.Mxfp4), PrecisionKind.Mxfp4),
            // One scale per block, as FP8 blocks have: the same bytes.
            QuantizationMethod.BlockwiseInt8 => (Quantization.Uniform(WeightFormat.Fp8Block), PrecisionKind.Int8),
            QuantizationMethod.W8A8Int8 => (Quantization.Uniform(WeightFormat.Int8Channel), PrecisionKind.Int8),
            QuantizationMethod.CompressedTensors => CompressedTensors(q, native),
        };
    }

    public static Quantization Plain(PrecisionKind native) =>
        Quantization.Uniform(native == PrecisionKind.Fp16 ? WeightFormat.Fp16 : WeightFormat.Bf16);

    private static Quantization Fp8(QuantizationEntry q, string? expertDtype)
    {
        if (q.WeightBlockSize.IsEmpty)
        {
            return Quantization.Uniform(WeightFormat.Fp8Channel);
        }

        var experts = (q.ExpertDtype ?? expertDtype) == "fp4" ? WeightFormat.Mxfp4 : WeightFormat.Fp8Block;

        // V3.1 and V3.2 name ue8m0 too, but store their scales as fp32: the published bytes say so.
        var oneByteScales = q.ScaleFmt == "ue8m0" && experts == WeightFormat.Mxfp4;
        return new Quantization(WeightFormat.Fp8Block, WeightFormat.Fp8Block, experts)
        {
            BlockSize = BlockOf(q),
            ScaleBytes = oneByteScales ? 1 : 4,
        };
    }

    private static int BlockOf(QuantizationEntry q) => q.WeightBlockSize is [> 0 and var edge, ..] ? edge : UsualBlock;

    private static (Quantization Quantization, PrecisionKind Precision) ModelOpt(
        QuantizationEntry q,
        QuantizationMethod method,
        PrecisionKind native
    )
    {
        if (q is { QuantAlgo: "MIXED_PRECISION", MoeQuantAlgo: "NVFP4" })
        {
            // NVIDIA's repacks of V4: routed experts alone are NVFP4, all else is what DeepSeek published, FP8 blocks with
            // one-byte scales, and the draft layers keep their MXFP4 experts.
            return (
                new Quantization(WeightFormat.Fp8Block, WeightFormat.Fp8Block, WeightFormat.Nvfp4)
                {
                    BlockSize = BlockOf(q),
                    ScaleBytes = 1,
                    DraftExperts = WeightFormat.Mxfp4,
                },
                PrecisionKind.Nvfp4
            );
        }

        var isFp8 = q.QuantAlgo?.StartsWith("FP8", StringComparison.Ordinal) == true;
        if (!isFp8)
        {
            return (
                Quantization.Uniform(WeightFormat.Nvfp4) with
                {
                    AttentionInBf16 = q.Bf16Attention,
                    MtpInBf16 = true,
                },
                PrecisionKind.Nvfp4
            );
        }

        // modelopt_fp4 with an FP8 algorithm contradicts itself: neither is believed.
        return method == QuantizationMethod.ModelOpt
            ? (Quantization.Uniform(WeightFormat.Fp8Channel) with { AttentionInBf16 = q.Bf16Attention }, PrecisionKind.Fp8)
            : (Plain(native), native);
    }

    private static (Quantization Quantization, PrecisionKind Precision) CompressedTensors(QuantizationEntry q, PrecisionKind native)
    {
        var (bits, group) = (q.Bits, q.GroupSize);
        var isFloat = q.Format?.StartsWith("float", StringComparison.Ordinal) == true;
        if (q.ConfigGroups is { ValueKind: JsonValueKind.Object } groups)
        {
            foreach (var item in groups.EnumerateObject().Where(g => g.Value.ValueKind == JsonValueKind.Object))
            {
                if (item.Value.TryGetProperty("weights", out var weights) && weights.ValueKind == JsonValueKind.Object)
                {
                    var entry = weights.Deserialize(LenientJson.Default.QuantizedWeightsEntry);
                    (bits, group, isFloat) = (entry?.NumBits, entry?.GroupSize, entry?.Type == "float");
                }
            }
        }

        return (bits, isFloat) switch
        {
            (8, true) => (Quantization.Uniform(WeightFormat.Fp8Channel), PrecisionKind.Fp8),
            (8, false) => (Quantization.Uniform(WeightFormat.Int8Channel), PrecisionKind.Int8),
            (4, true) => (Quantization.Uniform(WeightFormat.Nvfp4), PrecisionKind.Nvfp4),
            (4, false) => (Grouped(group), PrecisionKind.Int4),
            _ => (Plain(native), native),
        };
    }

    private static Quantization Grouped(int? group) =>
        Quantization.Uniform(WeightFormat.Int4Group) with
        {
            GroupSize = group is > 0 and var size ? size : UsualGroup,
        };
}
