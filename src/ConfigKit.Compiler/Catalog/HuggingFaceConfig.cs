using System.Collections.Immutable;
using System.Text.Json;
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
                fault = "it is not a JSON object";
                return null;
            }

            var config = root.TryGetProperty("text_config", out var nested) && nested.ValueKind == JsonValueKind.Object ? nested : root;
            var type = CatalogFile.Text(config, "model_type");
            if (!ModelTypes.Contains(type))
            {
                fault = $"model_type \"{type}\" is not supported; supported are {string.Join(", ", ModelTypes)}";
                return null;
            }

            foreach (var name in (ReadOnlySpan<string>)["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"])
            {
                if (Integer(config, name) <= 0)
                {
                    fault = $"`{name}` is missing or not positive";
                    return null;
                }
            }

            return Read(config, root.TryGetProperty("quantization_config", out var q) ? q : default, id);
        }
        catch (JsonException e)
        {
            fault = $"it is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}";
            return null;
        }
    }

    /// <param name="config">The fields of config.json.</param>
    /// <param name="quantization">A quantization_config that replaces the config's own; undefined: its own.</param>
    /// <param name="id">Name of the checkpoint.</param>
    public static Checkpoint Read(JsonElement config, JsonElement quantization, string id)
    {
        if (quantization.ValueKind == JsonValueKind.Undefined && config.TryGetProperty("quantization_config", out var own))
        {
            quantization = own;
        }

        var native =
            CatalogFile.Text(config, "torch_dtype") is "float16" || CatalogFile.Text(config, "dtype") is "float16"
                ? PrecisionKind.Fp16
                : PrecisionKind.Bf16;
        var (stored, precision) = QuantizationConfig.Read(quantization, native, CatalogFile.Text(config, "expert_dtype"));
        return new Checkpoint(id, "", Architecture(config), stored) { NativePrecision = precision };
    }

    private static ModelArchitecture Architecture(JsonElement c)
    {
        var type = CatalogFile.Text(c, "model_type");
        var heads = Integer(c, "num_attention_heads");
        var hidden = Integer(c, "hidden_size");
        var latent = Integer(c, "kv_lora_rank");
        var experts = FirstInteger(c, "n_routed_experts", "num_experts", "num_local_experts");
        var layers = Integer(c, "num_hidden_layers");
        return new ModelArchitecture
        {
            ModelType = type,
            Attention =
                type is "deepseek_v4" or "deepseek_v41" ? AttentionKind.Compressed
                : latent > 0
                    ? Integer(c, "index_n_heads") > 0 ? AttentionKind.SparseLatent
                        : AttentionKind.Latent
                : AttentionKind.Grouped,
            HiddenSize = hidden,
            NumHiddenLayers = layers,
            NumAttentionHeads = heads,
            NumKeyValueHeads = Integer(c, "num_key_value_heads") is > 0 and var kv ? kv : heads,
            HeadDim = Integer(c, "head_dim") is > 0 and var dim ? dim : hidden / Math.Max(1, heads),
            IntermediateSize = Integer(c, "intermediate_size"),
            VocabSize = Integer(c, "vocab_size"),
            MaxPositionEmbeddings = Integer(c, "max_position_embeddings") is > 0 and var length ? length : 4096,
            TieWordEmbeddings = Flag(c, "tie_word_embeddings"),
            QkvBias = type is "qwen2" or "qwen2_moe" || Flag(c, "attention_bias_qkv") || (type is "glm4_moe" && Flag(c, "attention_bias")),
            QkNorm = type is "qwen3" or "qwen3_moe" || Flag(c, "use_qk_norm"),
            QLoraRank = Integer(c, "q_lora_rank"),
            KvLoraRank = latent,
            QkNopeHeadDim = Integer(c, "qk_nope_head_dim"),
            QkRopeHeadDim = Integer(c, "qk_rope_head_dim"),
            VHeadDim = Integer(c, "v_head_dim"),
            RoutedExperts = experts,
            SharedExperts = Integer(c, "n_shared_experts"),
            ExpertsPerToken = FirstInteger(c, "num_experts_per_tok", "num_experts_per_token", "top_k"),
            MoeIntermediateSize =
                Integer(c, "moe_intermediate_size") is > 0 and var inner ? inner
                : experts > 0 ? Integer(c, "intermediate_size")
                : 0,
            SharedExpertIntermediateSize = Integer(c, "shared_expert_intermediate_size"),
            DenseLayers = experts > 0 ? Integer(c, "first_k_dense_replace") : 0,
            MoeLayerFrequency = FirstInteger(c, "moe_layer_freq", "decoder_sparse_step") is > 0 and var every ? every : 1,
            RouterBias = CatalogFile.Text(c, "topk_method") == "noaux_tc" || type == "glm4_moe",
            HashLayers = Integer(c, "num_hash_layers"),
            IndexHeads = Integer(c, "index_n_heads"),
            IndexHeadDim = Integer(c, "index_head_dim"),
            IndexTopK = Integer(c, "index_topk"),
            OLoraRank = Integer(c, "o_lora_rank"),
            OGroups = Integer(c, "o_groups"),
            SlidingWindow = type is "deepseek_v4" or "deepseek_v41" ? Integer(c, "sliding_window") : 0,
            CompressRatios = Integers(c, "compress_ratios"),
            HcMult = Integer(c, "hc_mult"),
            KvSourceLayers = Integers(c, "kv_source_layer_ids"),
            IndexSourceLayers = Integers(c, "index_source_layer_ids"),
            EngramEmbeddings = c.TryGetProperty("engram_num_embeddings", out var engram)
                ? [.. engram.EnumerateArray().Select(e => e.GetInt64())]
                : [],
            EngramHeadDim = Integer(c, "engram_head_dim"),
            EngramHeads = Integer(c, "engram_n_heads"),
            EngramMaxNgram = Integer(c, "engram_max_ngram_size"),
            DsparkExperts = Integer(c, "dspark_n_routed_experts"),
            MtpLayers = Integer(c, "num_nextn_predict_layers"),
        };
    }

    private static int FirstInteger(JsonElement c, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Integer(c, name) is > 0 and var value)
            {
                return value;
            }
        }

        return 0;
    }

    internal static int Integer(JsonElement c, string name) =>
        c.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static bool Flag(JsonElement c, string name) => c.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static ImmutableArray<int> Integers(JsonElement c, string name) =>
        c.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(e => e.TryGetInt32(out var number) ? number : 0)]
            : [];
}
