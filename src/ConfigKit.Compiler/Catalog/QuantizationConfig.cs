using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Model;

namespace ConfigKit.Catalog;

/// <summary>Reads the quantization_config of a config.json.</summary>
internal static class QuantizationConfig
{
    /// <param name="q">The object; undefined or null: weights are not quantised.</param>
    /// <param name="native">The number format of weights that are not quantised.</param>
    /// <param name="expertDtype">The format of experts, where the config states one (V4: fp4).</param>
    public static (Quantization Quantization, PrecisionKind Precision) Read(JsonElement q, PrecisionKind native, string expertDtype)
    {
        if (q.ValueKind != JsonValueKind.Object)
        {
            return (Plain(native), native);
        }

        var kept = Kept(q);
        switch (CatalogFile.Text(q, "quant_method"))
        {
            case "fp8":
                return (Fp8(q, expertDtype), PrecisionKind.Fp8);
            case "awq" or "gptq" or "auto-round":
                return (Grouped(Positive(q, "group_size", 128)), PrecisionKind.Int4);
            case "modelopt" or "modelopt_fp4" when !CatalogFile.Text(q, "quant_algo").StartsWith("FP8", StringComparison.Ordinal):
                return (Quantization.Uniform(WeightFormat.Nvfp4) with { AttentionInBf16 = kept, MtpInBf16 = true }, PrecisionKind.Nvfp4);
            case "modelopt":
                return (Quantization.Uniform(WeightFormat.Fp8Channel) with { AttentionInBf16 = kept }, PrecisionKind.Fp8);
            case "mxfp4":
                return (new Quantization(WeightFormat.Bf16, WeightFormat.Bf16, WeightFormat.Mxfp4), PrecisionKind.Mxfp4);
            case "blockwise_int8":
                // One scale per block, as FP8 blocks have: the same bytes.
                return (Quantization.Uniform(WeightFormat.Fp8Block), PrecisionKind.Int8);
            case "w8a8_int8":
                return (Quantization.Uniform(WeightFormat.Int8Channel), PrecisionKind.Int8);
            case "compressed-tensors":
                return CompressedTensors(q, native);
            default:
                return (Plain(native), native);
        }
    }

    public static Quantization Plain(PrecisionKind native) =>
        Quantization.Uniform(native == PrecisionKind.Fp16 ? WeightFormat.Fp16 : WeightFormat.Bf16);

    private static Quantization Fp8(JsonElement q, string expertDtype)
    {
        if (!q.TryGetProperty("weight_block_size", out var block) || block.ValueKind != JsonValueKind.Array || block.GetArrayLength() == 0)
        {
            return Quantization.Uniform(WeightFormat.Fp8Channel);
        }

        var experts = expertDtype == "fp4" || CatalogFile.Text(q, "expert_dtype") == "fp4" ? WeightFormat.Mxfp4 : WeightFormat.Fp8Block;

        // V3.1 and V3.2 name ue8m0 too, but store their scales as fp32: the published bytes say so.
        var oneByteScales = CatalogFile.Text(q, "scale_fmt") == "ue8m0" && experts == WeightFormat.Mxfp4;
        return new Quantization(WeightFormat.Fp8Block, WeightFormat.Fp8Block, experts)
        {
            BlockSize = block[0].TryGetInt32(out var edge) && edge > 0 ? edge : 128,
            ScaleBytes = oneByteScales ? 1 : 4,
        };
    }

    private static (Quantization Quantization, PrecisionKind Precision) CompressedTensors(JsonElement q, PrecisionKind native)
    {
        var format = CatalogFile.Text(q, "format");
        var (bits, group, isFloat) = (
            HuggingFaceConfig.Integer(q, "bits"),
            HuggingFaceConfig.Integer(q, "group_size"),
            format.StartsWith("float", StringComparison.Ordinal)
        );
        if (q.TryGetProperty("config_groups", out var groups) && groups.ValueKind == JsonValueKind.Object)
        {
            foreach (var item in groups.EnumerateObject())
            {
                if (item.Value.TryGetProperty("weights", out var weights) && weights.ValueKind == JsonValueKind.Object)
                {
                    bits = HuggingFaceConfig.Integer(weights, "num_bits");
                    group = HuggingFaceConfig.Integer(weights, "group_size");
                    isFloat = CatalogFile.Text(weights, "type") == "float";
                }
            }
        }

        return (bits, isFloat) switch
        {
            (8, true) => (Quantization.Uniform(WeightFormat.Fp8Channel), PrecisionKind.Fp8),
            (8, false) => (Quantization.Uniform(WeightFormat.Int8Channel), PrecisionKind.Int8),
            (4, true) => (Quantization.Uniform(WeightFormat.Nvfp4), PrecisionKind.Nvfp4),
            (4, false) => (Grouped(group > 0 ? group : 128), PrecisionKind.Int4),
            _ => (Plain(native), native),
        };
    }

    private static Quantization Grouped(int group) => Quantization.Uniform(WeightFormat.Int4Group) with { GroupSize = group };

    private static int Positive(JsonElement q, string name, int fallback) =>
        HuggingFaceConfig.Integer(q, name) is > 0 and var value ? value : fallback;

    private static ImmutableArray<string> Kept(JsonElement q) =>
        q.TryGetProperty("bf16_attention", out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(n => n.GetString() ?? "")]
            : [];
}
