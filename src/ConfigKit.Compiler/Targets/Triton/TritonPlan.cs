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
                p.Deployment.Triton.Image,
                p.Deployment.Triton.GrpcPort,
                p.Deployment.Triton.MetricsPort,
                p.Deployment.Triton.Decoupled
            );
}
