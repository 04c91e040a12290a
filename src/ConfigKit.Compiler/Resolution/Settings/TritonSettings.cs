using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>TensorRT-LLM behind Triton Inference Server.</summary>
internal sealed record TritonSettings
{
    private const string ReleaseImage = "nvcr.io/nvidia/tritonserver:25.12-trtllm-python-py3";

    /// <summary>Image with tag or digest.</summary>
    public required Setting<string> Image { get; init; }

    /// <summary>Whether one request may have several responses.</summary>
    public required Setting<bool> Decoupled { get; init; }

    public required Setting<int> GrpcPort { get; init; }
    public required Setting<int> MetricsPort { get; init; }

    /// <param name="stated">Null without the section.</param>
    public static TritonSettings Resolve(TritonSection? stated) =>
        new()
        {
            Image = Setting.Of(stated?.Image, ReleaseImage, "Triton's release image with TensorRT-LLM"),
            Decoupled = Setting.Of(stated?.Decoupled, true, "streaming needs it"),
            GrpcPort = Setting.Of(stated?.GrpcPort, 8001, "Triton's default"),
            MetricsPort = Setting.Of(stated?.MetricsPort, 8002, "Triton's default"),
        };
}
