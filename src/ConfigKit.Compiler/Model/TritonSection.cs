using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>TensorRT-LLM behind Triton Inference Server; its HTTP port is serving.port.</summary>
internal sealed record TritonSection
{
    public string? Image { get; init; }
    public bool? Decoupled { get; init; }
    public int? GrpcPort { get; init; }
    public int? MetricsPort { get; init; }

    public static Default<string> ImageDefault { get; } = new("nvcr.io/nvidia/tritonserver:25.12-trtllm-python-py3");
    public static Default<bool> DecoupledDefault { get; } = new(true);
    public static Default<int> GrpcPortDefault { get; } = new(8001);
    public static Default<int> MetricsPortDefault { get; } = new(8002);

    public static TritonSection Bind(SectionReader s) =>
        new()
        {
            Image = s.Text(
                "image",
                "Triton image with TensorRT-LLM, with tag or digest.",
                @default: ImageDefault,
                example: "nvcr.io/nvidia/tritonserver:25.12-trtllm-python-py3",
                pattern: ContainerSection.ImagePattern,
                meaning: ContainerSection.ImageMeaning
            ),
            Decoupled = s.Boolean("decoupled", "Allows several responses per request, which streaming needs.", @default: DecoupledDefault),
            GrpcPort = s.Integer("grpc_port", "TCP port of the gRPC endpoint.", 1, 65_535, @default: GrpcPortDefault, example: "8001"),
            MetricsPort = s.Integer("metrics_port", "TCP port of the metrics.", 1, 65_535, @default: MetricsPortDefault, example: "8002"),
        };
}
