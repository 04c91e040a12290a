using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>An architecture written inline, with the names of a Hugging Face config.json.</summary>
internal sealed record ArchitectureSection
{
    public string? ModelType { get; init; }
    public int? HiddenSize { get; init; }
    public int? NumHiddenLayers { get; init; }
    public int? NumAttentionHeads { get; init; }
    public int? NumKeyValueHeads { get; init; }
    public int? HeadDim { get; init; }
    public int? IntermediateSize { get; init; }
    public int? VocabSize { get; init; }
    public int? MaxPositionEmbeddings { get; init; }
    public bool? TieWordEmbeddings { get; init; }
    public int? NRoutedExperts { get; init; }
    public int? NSharedExperts { get; init; }
    public int? NumExpertsPerTok { get; init; }
    public int? MoeIntermediateSize { get; init; }
    public int? FirstKDenseReplace { get; init; }
    public int? QLoraRank { get; init; }
    public int? KvLoraRank { get; init; }
    public int? QkNopeHeadDim { get; init; }
    public int? QkRopeHeadDim { get; init; }
    public int? VHeadDim { get; init; }

    public static Default<bool> TieWordEmbeddingsDefault { get; } = new(false);
    public static Default<int> NSharedExpertsDefault { get; } = new(0);
    public static Default<int> FirstKDenseReplaceDefault { get; } = new(0);

    public static ArchitectureSection Bind(SectionReader s) =>
        new()
        {
            ModelType = s.Text(
                "model_type",
                "Model family, as `model_type` in config.json.",
                @default: Default.Rule("llama, or deepseek_v3 if kv_lora_rank is set"),
                example: "llama"
            ),
            HiddenSize = s.Integer("hidden_size", "Width of the residual stream.", 1, 1_000_000, example: "4096"),
            NumHiddenLayers = s.Integer("num_hidden_layers", "Number of decoder layers.", 1, 10_000, example: "32"),
            NumAttentionHeads = s.Integer("num_attention_heads", "Number of query heads.", 1, 100_000, example: "32"),
            NumKeyValueHeads = s.Integer(
                "num_key_value_heads",
                "Number of key-value heads.",
                1,
                100_000,
                @default: Default.Rule("num_attention_heads"),
                example: "8"
            ),
            HeadDim = s.Integer(
                "head_dim",
                "Width of one head.",
                1,
                100_000,
                @default: Default.Rule("hidden_size / num_attention_heads"),
                example: "128"
            ),
            IntermediateSize = s.Integer("intermediate_size", "Inner width of the dense MLP.", 1, 10_000_000, example: "14336"),
            VocabSize = s.Integer("vocab_size", "Number of tokens in the vocabulary.", 1, 100_000_000, example: "128256"),
            MaxPositionEmbeddings = s.Integer("max_position_embeddings", "Longest context in tokens.", 1, 1_000_000_000, example: "131072"),
            TieWordEmbeddings = s.Boolean(
                "tie_word_embeddings",
                "Whether the input embedding and the output head share weights.",
                @default: TieWordEmbeddingsDefault,
                example: "false"
            ),
            NRoutedExperts = s.Integer("n_routed_experts", "Routed experts per MoE layer.", 1, 100_000, example: "256"),
            NSharedExperts = s.Integer(
                "n_shared_experts",
                "Shared experts per MoE layer.",
                0,
                1_000,
                @default: NSharedExpertsDefault,
                example: "1"
            ),
            NumExpertsPerTok = s.Integer("num_experts_per_tok", "Routed experts per token.", 1, 1_000, example: "8"),
            MoeIntermediateSize = s.Integer("moe_intermediate_size", "Inner width of one expert.", 1, 1_000_000, example: "2048"),
            FirstKDenseReplace = s.Integer(
                "first_k_dense_replace",
                "Leading layers that have a dense MLP instead of experts.",
                0,
                10_000,
                @default: FirstKDenseReplaceDefault,
                example: "3"
            ),
            QLoraRank = s.Integer("q_lora_rank", "Rank of the compressed query (MLA).", 1, 1_000_000, example: "1536"),
            KvLoraRank = s.Integer("kv_lora_rank", "Rank of the compressed key and value (MLA).", 1, 1_000_000, example: "512"),
            QkNopeHeadDim = s.Integer("qk_nope_head_dim", "Head width without rotary embedding (MLA).", 1, 100_000, example: "128"),
            QkRopeHeadDim = s.Integer("qk_rope_head_dim", "Head width with rotary embedding (MLA).", 1, 100_000, example: "64"),
            VHeadDim = s.Integer("v_head_dim", "Width of a value head (MLA).", 1, 100_000, example: "128"),
        };
}
