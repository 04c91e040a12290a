namespace ConfigKit.Catalog;

/// <summary>Who quantised a checkpoint, by the quant_method of its config.json.</summary>
internal enum QuantizationMethod
{
    /// <summary>DeepSeek's own FP8, blocks or channels.</summary>
    Fp8,

    Awq,
    Gptq,
    AutoRound,

    /// <summary>NVIDIA's, which says NVFP4 or FP8 in quant_algo.</summary>
    ModelOpt,

    ModelOptFp4,
    Mxfp4,
    BlockwiseInt8,
    W8A8Int8,

    /// <summary>llm-compressor's.</summary>
    CompressedTensors,
}

internal static class QuantizationMethods
{
    /// <summary>The word in config.json.</summary>
    public static string Word(this QuantizationMethod method) =>
        method switch
        {
            QuantizationMethod.Fp8 => "fp8",
            QuantizationMethod.Awq => "awq",
            QuantizationMethod.Gptq => "gptq",
            QuantizationMethod.AutoRound => "auto-round",
            QuantizationMethod.ModelOpt => "modelopt",
            QuantizationMethod.ModelOptFp4 => "modelopt_fp4",
            QuantizationMethod.Mxfp4 => "mxfp4",
            QuantizationMethod.BlockwiseInt8 => "blockwise_int8",
            QuantizationMethod.W8A8Int8 => "w8a8_int8",
            QuantizationMethod.CompressedTensors => "compressed-tensors",
        };

    /// <summary>The method of a word; null for one whose sizes are not known, which counts as not quantised.</summary>
    public static QuantizationMethod? Find(string? word)
    {
        foreach (var method in Enum.GetValues<QuantizationMethod>())
        {
            if (method.Word() == word)
            {
                return method;
            }
        }

        return null;
    }
}
