namespace ConfigKit.Targets.Runtime;

/// <summary>The configuration for programs.</summary>
internal sealed class RuntimeTarget : Target<DeploymentPlan>
{
    public override string Name => "runtime";

    public override string Description => "the resolved plan as canonical JSON";

    public override bool IsDefault => true;

    public override DeploymentPlan Plan(TargetPlans plans) => plans.Deployment;

    protected override IEnumerable<GeneratedFile> Files(DeploymentPlan plan, TargetRenderer renderer) =>
        [new("runtime/deepseek-config.json", RuntimeJson.Write(plan))];
}
