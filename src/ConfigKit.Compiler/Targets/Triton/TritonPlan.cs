using ConfigKit.Model;

namespace ConfigKit.Targets.Triton;

/// <summary>Triton before TensorRT-LLM, all decided.</summary>
/// <param name="IsDecoupled">Whether answers are streamed.</param>
internal sealed record TritonPlan(DeploymentPlan Deployment, string Image, int GrpcPort, int MetricsPort, bool IsDecoupled)
{
    private const string DefaultImage = "nvcr.io/nvidia/tritonserver:25.12-trtllm-python-py3";
    private const int DefaultGrpcPort = 8001;
    private const int DefaultMetricsPort = 8002;

    /// <summary>Null where Triton can't serve the deployment: CK7028 says so.</summary>
    public static TritonPlan? Of(DeploymentPlan p) =>
        p.Deployment.Engine.Kind != EngineKind.TensorRtLlm || p.Deployment.Nodes > 1
            ? null
            : new TritonPlan(
                p,
                p.Deployment.Config.Triton?.Image ?? DefaultImage,
                p.Deployment.Config.Triton?.GrpcPort ?? DefaultGrpcPort,
                p.Deployment.Config.Triton?.MetricsPort ?? DefaultMetricsPort,
                p.Deployment.Config.Triton?.Decoupled ?? true
            );
}
