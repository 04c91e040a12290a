using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>TensorRT-LLM behind Triton Inference Server; its HTTP port is serving.port.</summary>
internal sealed record TritonSection
{
    public string? Image { get; init; }
    public bool? Decoupled { get; init; }
    public int? GrpcPort { get; init; }
    public int? MetricsPort { get; init; }

    public static TritonSection Bind(SectionReader s) =>
        new()
        {
            Image = s.Text(
                "image",
                "Triton image with TensorRT-LLM, with tag or digest.",
                @default: "nvcr.io/nvidia/tritonserver:25.12-trtllm-python-py3",
                example: "nvcr.io/nvidia/tritonserver:25.12-trtllm-python-py3",
                pattern: ContainerSection.ImagePattern,
                meaning: "an image reference with tag or digest"
            ),
            Decoupled = s.Boolean("decoupled", "Several responses to one request, which streaming needs.", @default: "true"),
            GrpcPort = s.Integer("grpc_port", "TCP port of the gRPC endpoint.", 1, 65_535, @default: "8001", example: "8001"),
            MetricsPort = s.Integer("metrics_port", "TCP port of the metrics.", 1, 65_535, @default: "8002", example: "8002"),
        };
}
