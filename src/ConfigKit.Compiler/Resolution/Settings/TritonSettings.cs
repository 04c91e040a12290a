using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>TensorRT-LLM behind Triton Inference Server.</summary>
internal sealed record TritonSettings
{
    /// <summary>Image with tag or digest.</summary>
    public required Setting<string> Image { get; init; }

    /// <summary>Whether one request may have several responses.</summary>
    public required Setting<bool> Decoupled { get; init; }

    public required Setting<int> GrpcPort { get; init; }
    public required Setting<int> MetricsPort { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">Null without the section.</param>
    public static TritonSettings Resolve(Decisions decided, TritonSection? stated) =>
        new()
        {
            Image = decided.Of("triton.image", stated?.Image, TritonSection.ImageDefault, "Triton's release image with TensorRT-LLM"),
            Decoupled = decided.Of("triton.decoupled", stated?.Decoupled, TritonSection.DecoupledDefault, "streaming needs it"),
            GrpcPort = decided.Of("triton.grpc_port", stated?.GrpcPort, TritonSection.GrpcPortDefault, "Triton's default"),
            MetricsPort = decided.Of("triton.metrics_port", stated?.MetricsPort, TritonSection.MetricsPortDefault, "Triton's default"),
        };
}
