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
                "Tensor parallelism: ranks that split each layer.",
                1,
                4096,
                @default: Default.Rule("with no other key of this section: the most GPUs of a node that divide the heads; else 1"),
                example: "8"
            ),
            Pipeline = s.Integer(
                "pipeline",
                "Pipeline parallelism: stages that split the layers.",
                1,
                1024,
                @default: Default.Rule("with no other key of this section: nodes; else 1"),
                example: "1"
            ),
            Data = s.Integer(
                "data",
                "Data parallelism: engine replicas that share one endpoint; with data_parallel_attention in SGLang, groups within tensor.",
                1,
                4096,
                @default: Default.Rule("with no other key of this section: what is left of the GPUs; else 1"),
                example: "1"
            ),
            Expert = s.Boolean(
                "expert",
                "Expert parallelism: whole experts over all tensor × data ranks instead of slices of each expert.",
                @default: ExpertDefault,
                example: "false"
            ),
            DataParallelAttention = s.Boolean(
                "data_parallel_attention",
                "Attention runs data parallel, so that the MLA cache is not replicated over tensor ranks.",
                @default: DataParallelAttentionDefault,
                example: "false"
            ),
            DecodeContext = s.Integer(
                "decode_context",
                "Decode context parallelism: tensor ranks that share one KV cache by tokens.",
                1,
                1024,
                @default: DecodeContextDefault,
                example: "1"
            ),
            PipelineLayers = s.Integers(
                "pipeline_layers",
                "Layers of each pipeline stage (VLLM_PP_LAYER_PARTITION).",
                1,
                10_000,
                @default: Default.Rule("the engine's own split"),
                example: "[31, 30]"
            ),
        };
}
