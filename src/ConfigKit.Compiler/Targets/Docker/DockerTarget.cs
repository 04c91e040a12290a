namespace ConfigKit.Targets.Docker;

/// <summary>The image and how Compose runs it.</summary>
internal sealed class DockerTarget : Target<DeploymentPlan>
{
    public override string Name => "docker";

    public override string Description => "Dockerfile, .dockerignore and compose.yaml";

    public override bool IsDefault => true;

    public override DeploymentPlan Plan(TargetPlans plans) => plans.Deployment;

    protected override IEnumerable<GeneratedFile> Files(DeploymentPlan plan, TargetRenderer renderer)
    {
        var view = DockerView.Of(plan);
        return
        [
            renderer.File("docker/Dockerfile", view),
            renderer.File("docker/.dockerignore", view),
            renderer.File("docker/compose.yaml", view),
            .. EngineFiles.In("docker", plan, renderer),
        ];
    }
}
