using ConfigKit.Model;

namespace ConfigKit.Targets.Triton;

/// <summary>Triton before TensorRT-LLM, all decided.</summary>
/// <param name="IsDecoupled">Whether answers are streamed.</param>
internal sealed record TritonPlan(DeploymentPlan Deployment, string Image, int GrpcPort, int MetricsPort, bool IsDecoupled)
{
    /// <summary>Null where Triton can't serve the deployment: CK7028 says so.</summary>
    public static TritonPlan? Of(DeploymentPlan p) =>
        !p.Deployment.Engine.Engine.RunsInTriton || p.Deployment.Nodes > 1
            ? null
            : new TritonPlan(
                p,
                p.Deployment.Config.Triton?.Image ?? TritonSection.ImageDefault,
                p.Deployment.Config.Triton?.GrpcPort ?? TritonSection.GrpcPortDefault,
                p.Deployment.Config.Triton?.MetricsPort ?? TritonSection.MetricsPortDefault,
                p.Deployment.Config.Triton?.Decoupled ?? TritonSection.DecoupledDefault
            );
}
