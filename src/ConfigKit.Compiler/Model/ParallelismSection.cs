using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>How the model is divided over the GPUs.</summary>
internal sealed record ParallelismSection
{
    public int? Tensor { get; init; }
    public int? Pipeline { get; init; }
    public int? Data { get; init; }
    public bool? Expert { get; init; }
    public bool? DataParallelAttention { get; init; }
    public int? DecodeContext { get; init; }

    /// <summary>Layers of each pipeline stage; default when left out.</summary>
    public ImmutableArray<int> PipelineLayers { get; init; }

    public static Default<bool> ExpertDefault { get; } = new(false);
    public static Default<bool> DataParallelAttentionDefault { get; } = new(false);
    public static Default<int> DecodeContextDefault { get; } = new(1);

    public static ParallelismSection Bind(SectionReader s) =>
        new()
        {
            Tensor = s.Integer(
                "tensor",
                "Tensor parallelism: ranks across which each layer is split.",
                1,
                4096,
                @default: Default.Rule("if this section is empty, the largest number of GPUs per node that divides the heads; else 1"),
                example: "8"
            ),
            Pipeline = s.Integer(
                "pipeline",
                "Pipeline parallelism: stages among which the layers are divided.",
                1,
                1024,
                @default: Default.Rule("if this section is empty, the number of nodes; else 1"),
                example: "1"
            ),
            Data = s.Integer(
                "data",
                "Data parallelism: engine replicas behind one endpoint; in SGLang with data_parallel_attention, groups within the tensor ranks.",
                1,
                4096,
                @default: Default.Rule("if this section is empty, the remaining GPUs; else 1"),
                example: "1"
            ),
            Expert = s.Boolean(
                "expert",
                "Expert parallelism: distributes whole experts over all tensor × data ranks instead of splitting each expert.",
                @default: ExpertDefault,
                example: "false"
            ),
            DataParallelAttention = s.Boolean(
                "data_parallel_attention",
                "Runs attention data-parallel, so that the MLA cache isn't replicated on every tensor rank.",
                @default: DataParallelAttentionDefault,
                example: "false"
            ),
            DecodeContext = s.Integer(
                "decode_context",
                "Decode context parallelism: tensor ranks that divide one KV cache among them by token.",
                1,
                1024,
                @default: DecodeContextDefault,
                example: "1"
            ),
            PipelineLayers = s.Integers(
                "pipeline_layers",
                "Layers per pipeline stage (VLLM_PP_LAYER_PARTITION).",
                1,
                10_000,
                @default: Default.Rule("the engine's own split"),
                example: "[31, 30]"
            ),
        };
}
