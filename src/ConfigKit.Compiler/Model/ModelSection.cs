using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Number format of the weights.</summary>
internal enum PrecisionKind
{
    Auto,
    Bf16,
    Fp16,
    Fp8,
    Int8,
    Int4,
    Nvfp4,
    Mxfp4,
}

/// <summary>Which model is served.</summary>
internal sealed record ModelSection
{
    public static ImmutableArray<Choice<PrecisionKind>> Precisions { get; } =
    [
        new("auto", PrecisionKind.Auto, "the checkpoint's own"),
        new("bf16", PrecisionKind.Bf16, "2 bytes per weight"),
        new("fp16", PrecisionKind.Fp16, "2 bytes per weight"),
        new("fp8", PrecisionKind.Fp8, "1 byte per weight and a scale per block or channel"),
        new("int8", PrecisionKind.Int8, "1 byte per weight and a scale per channel"),
        new("int4", PrecisionKind.Int4, "0.5 bytes per weight and scales per group (AWQ, GPTQ)"),
        new("nvfp4", PrecisionKind.Nvfp4, "0.5 bytes per weight and an FP8 scale per 16"),
        new("mxfp4", PrecisionKind.Mxfp4, "0.5 bytes per weight and an 8-bit exponent per 32"),
    ];

    /// <summary>Catalogue id or alias.</summary>
    public string? Name { get; init; }

    /// <summary>Path of a Hugging Face config.json, relative to this file.</summary>
    public string? Config { get; init; }

    public ArchitectureSection? Architecture { get; init; }
    public PrecisionKind? Precision { get; init; }
    public string? Revision { get; init; }
    public string? ServedName { get; init; }
    public string? Path { get; init; }
    public bool? TrustRemoteCode { get; init; }

    /// <summary>The parameter count that the user believes the model has, in billions.</summary>
    public double? ParametersBillion { get; init; }

    public static ModelSection Bind(SectionReader s) =>
        new()
        {
            Name = s.Text(
                "name",
                "Catalogue id or alias of the model, or any name when `config` or `architecture` describes it.",
                example: "deepseek-ai/DeepSeek-R1",
                pattern: @"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$",
                meaning: "a model id of letters, digits, `.`, `_`, `-` and `/`"
            ),
            Config = s.Text(
                "config",
                "Path of a Hugging Face config.json, relative to this file, for a model outside the catalogue.",
                example: "./config.json"
            ),
            Architecture = s.OptionalSection(
                "architecture",
                "The architecture written out, with the names of config.json.",
                ArchitectureSection.Bind
            ),
            Precision = s.Choice("precision", "Number format of the weights.", Precisions, @default: "auto", example: "auto"),
            Revision = s.Text(
                "revision",
                "Git revision of the checkpoint; pin a commit so that every node loads the same bytes.",
                @default: "main",
                example: "56d4cbbb4d29f4355bab4b9a39ccb717a14ad5ad",
                pattern: @"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$",
                meaning: "a branch, tag or commit"
            ),
            ServedName = s.Text(
                "served_name",
                "Name under which clients ask for the model.",
                @default: "the model's name",
                example: "deepseek-r1",
                pattern: @"^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$",
                meaning: "a model id of letters, digits, `.`, `_`, `-` and `/`"
            ),
            Path = s.Text(
                "path",
                "Absolute folder of the weights inside the container, when they are not fetched by name.",
                example: "/models/DeepSeek-R1",
                pattern: @"^/[A-Za-z0-9._/-]*$",
                meaning: "an absolute path of letters, digits, `.`, `_`, `-` and `/`"
            ),
            TrustRemoteCode = s.Boolean(
                "trust_remote_code",
                "Lets the engine run Python code that the checkpoint brings.",
                @default: "false",
                example: "false"
            ),
            ParametersBillion = s.Number(
                "parameters_billion",
                "The parameter count that you reckon with, in billions; checked against the architecture and the memory.",
                0.01,
                100_000,
                example: "671"
            ),
        };
}

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

    public static ArchitectureSection Bind(SectionReader s) =>
        new()
        {
            ModelType = s.Text(
                "model_type",
                "Family, as in config.json.",
                @default: "llama, or deepseek_v3 when kv_lora_rank is given",
                example: "llama"
            ),
            HiddenSize = s.Integer("hidden_size", "Width of the residual stream.", 1, 1_000_000, example: "4096"),
            NumHiddenLayers = s.Integer("num_hidden_layers", "Number of decoder layers.", 1, 10_000, example: "32"),
            NumAttentionHeads = s.Integer("num_attention_heads", "Number of query heads.", 1, 100_000, example: "32"),
            NumKeyValueHeads = s.Integer(
                "num_key_value_heads",
                "Number of key and value heads.",
                1,
                100_000,
                @default: "num_attention_heads",
                example: "8"
            ),
            HeadDim = s.Integer(
                "head_dim",
                "Width of one head.",
                1,
                100_000,
                @default: "hidden_size / num_attention_heads",
                example: "128"
            ),
            IntermediateSize = s.Integer("intermediate_size", "Inner width of the dense MLP.", 1, 10_000_000, example: "14336"),
            VocabSize = s.Integer("vocab_size", "Number of tokens in the vocabulary.", 1, 100_000_000, example: "128256"),
            MaxPositionEmbeddings = s.Integer("max_position_embeddings", "Longest context in tokens.", 1, 1_000_000_000, example: "131072"),
            TieWordEmbeddings = s.Boolean(
                "tie_word_embeddings",
                "Whether input embedding and output head share their weights.",
                @default: "false",
                example: "false"
            ),
            NRoutedExperts = s.Integer("n_routed_experts", "Routed experts per MoE layer.", 1, 100_000, example: "256"),
            NSharedExperts = s.Integer("n_shared_experts", "Shared experts per MoE layer.", 0, 1_000, @default: "0", example: "1"),
            NumExpertsPerTok = s.Integer("num_experts_per_tok", "Routed experts that one token visits.", 1, 1_000, example: "8"),
            MoeIntermediateSize = s.Integer("moe_intermediate_size", "Inner width of one expert.", 1, 1_000_000, example: "2048"),
            FirstKDenseReplace = s.Integer(
                "first_k_dense_replace",
                "Leading layers with a dense MLP instead of experts.",
                0,
                10_000,
                @default: "0",
                example: "3"
            ),
            QLoraRank = s.Integer("q_lora_rank", "Rank of the compressed query (MLA).", 1, 1_000_000, example: "1536"),
            KvLoraRank = s.Integer("kv_lora_rank", "Rank of the compressed key and value (MLA).", 1, 1_000_000, example: "512"),
            QkNopeHeadDim = s.Integer("qk_nope_head_dim", "Head width without rotary embedding (MLA).", 1, 100_000, example: "128"),
            QkRopeHeadDim = s.Integer("qk_rope_head_dim", "Head width with rotary embedding (MLA).", 1, 100_000, example: "64"),
            VHeadDim = s.Integer("v_head_dim", "Width of a value head (MLA).", 1, 100_000, example: "128"),
        };
}
