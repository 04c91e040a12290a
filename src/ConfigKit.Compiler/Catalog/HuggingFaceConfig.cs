using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Catalog.Entries;
using ConfigKit.Model;

namespace ConfigKit.Catalog;

/// <summary>
/// Reads a Hugging Face config.json. The catalogue stores its models in the same form, so a model outside it takes the
/// same path.
/// </summary>
internal static class HuggingFaceConfig
{
    /// <summary>Families whose weights Estimation knows.</summary>
    public static ImmutableArray<string> ModelTypes { get; } =
    [
        "deepseek",
        "deepseek_v2",
        "deepseek_v3",
        "deepseek_v32",
        "deepseek_v4",
        "deepseek_v41",
        "deepseek_vl_v2",
        "glm4",
        "glm4_moe",
        "llama",
        "mistral",
        "mixtral",
        "phi3",
        "qwen2",
        "qwen2_moe",
        "qwen3",
        "qwen3_moe",
    ];

    /// <summary>The checkpoint that <paramref name="text"/> describes, or null and the reason.</summary>
    public static Checkpoint? Parse(string text, string id, out string fault)
    {
        fault = "";
        try
        {
            using var document = JsonDocument.Parse(
                text,
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                fault = "not a JSON object";
                return null;
            }

            var fields = LanguageOf(root);
            var config = fields.Deserialize(LenientJson.Default.ModelConfig) ?? new ModelConfig();

            // DeepSeek-V4.1 says deepseek_v41 outside and deepseek_v41_text within; DeepSeek-OCR names no type within.
            config = ModelTypes.Contains(config.ModelType ?? "") ? config : config with { ModelType = TypeOf(root) ?? config.ModelType };
            fault = ConfigFault.Of(config, ArchitectureOf(root), ModelTypes);
            return fault.Length > 0 ? null : Read(config, QuantizationOf(root, fields), id);
        }
        catch (JsonException e)
        {
            fault = $"not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}";
            return null;
        }
    }

    /// <summary>The object with the fields of the language model, which multimodal models nest.</summary>
    private static JsonElement LanguageOf(JsonElement root)
    {
        foreach (var name in (ReadOnlySpan<string>)["text_config", "language_config"])
        {
            if (root.TryGetProperty(name, out var nested) && nested.ValueKind == JsonValueKind.Object)
            {
                return nested;
            }
        }

        return root;
    }

    private static string? TypeOf(JsonElement root) =>
        root.TryGetProperty("model_type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    private static string ArchitectureOf(JsonElement root) =>
        root.TryGetProperty("architectures", out var list)
        && list.ValueKind == JsonValueKind.Array
        && list.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.String } first
            ? first.GetString() ?? ""
            : "";

    /// <param name="config">The fields of config.json.</param>
    /// <param name="quantization">Its quantization_config, or the one that replaces it.</param>
    /// <param name="id">Name of the checkpoint.</param>
    public static Checkpoint Read(ModelConfig config, QuantizationEntry? quantization, string id)
    {
        var native = config.TorchDtype is "float16" || config.Dtype is "float16" ? PrecisionKind.Fp16 : PrecisionKind.Bf16;
        var (stored, precision) = QuantizationConfig.Read(quantization, native, config.ExpertDtype);
        return new Checkpoint(id, "", Architecture(config), stored) { NativePrecision = precision };
    }

    /// <summary>The file's quantization_config stands beside text_config or within it.</summary>
    private static QuantizationEntry? QuantizationOf(JsonElement root, JsonElement fields)
    {
        if (!root.TryGetProperty("quantization_config", out var q) && !fields.TryGetProperty("quantization_config", out q))
        {
            return null;
        }

        return q.ValueKind == JsonValueKind.Object ? q.Deserialize(LenientJson.Default.QuantizationEntry) : null;
    }

    private static ModelArchitecture Architecture(ModelConfig c)
    {
        var (type, heads, hidden) = (c.ModelType ?? "", c.NumAttentionHeads ?? 0, c.HiddenSize ?? 0);
        var experts = FirstPositive(c.NRoutedExperts, c.NumExperts, c.NumLocalExperts) ?? 0;
        var attention = AttentionOf(c);
        return new ModelArchitecture
        {
            ModelType = type,
            ClassName = c.Architectures.FirstOrDefault() ?? "",
            Attention = attention,
            HiddenSize = hidden,
            NumHiddenLayers = c.NumHiddenLayers ?? 0,
            NumAttentionHeads = heads,
            NumKeyValueHeads = FirstPositive(c.NumKeyValueHeads) ?? heads,
            HeadDim = FirstPositive(c.HeadDim) ?? hidden / Math.Max(1, heads),
            IntermediateSize = c.IntermediateSize ?? 0,
            VocabSize = c.VocabSize ?? 0,
            MaxPositionEmbeddings = FirstPositive(c.MaxPositionEmbeddings) ?? 4096,
            TieWordEmbeddings = c.TieWordEmbeddings == true,
            QkvBias = type is "qwen2" or "qwen2_moe" || c.AttentionBiasQkv == true || (type is "glm4_moe" && c.AttentionBias == true),
            QkNorm = type is "qwen3" or "qwen3_moe" || c.UseQkNorm == true,
            QLoraRank = c.QLoraRank ?? 0,
            KvLoraRank = c.KvLoraRank ?? 0,
            QkNopeHeadDim = c.QkNopeHeadDim ?? 0,
            QkRopeHeadDim = c.QkRopeHeadDim ?? 0,
            VHeadDim = c.VHeadDim ?? 0,
            RoutedExperts = experts,
            SharedExperts = c.NSharedExperts ?? 0,
            ExpertsPerToken = FirstPositive(c.NumExpertsPerTok, c.NumExpertsPerToken, c.TopK) ?? 0,
            MoeIntermediateSize = FirstPositive(c.MoeIntermediateSize) ?? (experts > 0 ? c.IntermediateSize ?? 0 : 0),
            SharedExpertIntermediateSize = c.SharedExpertIntermediateSize ?? 0,
            DenseLayers = experts > 0 ? c.FirstKDenseReplace ?? 0 : 0,
            MoeLayerFrequency = FirstPositive(c.MoeLayerFreq, c.DecoderSparseStep) ?? 1,
            RouterBias = c.TopkMethod == "noaux_tc" || type == "glm4_moe",
            HashLayers = c.NumHashLayers ?? 0,
            IndexHeads = c.IndexNHeads ?? 0,
            IndexHeadDim = c.IndexHeadDim ?? 0,
            IndexTopK = c.IndexTopk ?? 0,
            OLoraRank = c.OLoraRank ?? 0,
            OGroups = c.OGroups ?? 0,
            SlidingWindow = attention == AttentionKind.Compressed ? c.SlidingWindow ?? 0 : 0,
            CompressRatios = c.CompressRatios,
            HcMult = c.HcMult ?? 0,
            KvSourceLayers = c.KvSourceLayerIds,
            IndexSourceLayers = c.IndexSourceLayerIds,
            EngramEmbeddings = c.EngramNumEmbeddings,
            EngramHeadDim = c.EngramHeadDim ?? 0,
            EngramHeads = c.EngramNHeads ?? 0,
            EngramMaxNgram = c.EngramMaxNgramSize ?? 0,
            EngramLayers = c.EngramLayerIds,
            CandidateBlocks = c.CandidateTopkBlocks ?? 0,
            DsparkExperts = c.DsparkNRoutedExperts ?? 0,
            DsparkBlockSize = FirstPositive(c.DsparkBlockSize),
            DsparkTargetLayers = c.DsparkTargetLayerIds,
            DsparkLayers = FirstPositive(c.NMtpLayers),
            DsparkMarkovRank = c.DsparkMarkovRank ?? 0,
            Vision = VisionOf(c),
            MtpLayers = c.NumNextnPredictLayers ?? 0,
        };
    }

    private static VisionTower? VisionOf(ModelConfig c) =>
        c is { VisionNLayers: > 0 and var layers, VisionDim: > 0 and var width, VisionInterDim: > 0 and var inner }
            ? new VisionTower(layers, width, c.VisionNHeads ?? 1, inner, c.VisionPatchSize ?? 1, c.VisionDownsampleRatio ?? 1)
            : null;

    private static AttentionKind AttentionOf(ModelConfig c) =>
        c.ModelType is "deepseek_v4" or "deepseek_v41" ? AttentionKind.Compressed
        : c.KvLoraRank is not > 0 ? AttentionKind.Grouped
        : c.IndexNHeads is > 0 ? AttentionKind.SparseLatent
        : AttentionKind.Latent;

    private static int? FirstPositive(params ReadOnlySpan<int?> values)
    {
        foreach (var value in values)
        {
            if (value is > 0)
            {
                return value;
            }
        }

        return null;
    }
}
