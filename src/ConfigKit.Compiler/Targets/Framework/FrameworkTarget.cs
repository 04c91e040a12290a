namespace ConfigKit.Targets.Framework;

/// <summary>The model in a plain framework.</summary>
internal sealed class FrameworkTarget : Target<FrameworkPlan>
{
    public override string Name => "framework";

    public override string Description =>
        "settings for loading the model in plain PyTorch or TensorFlow, and a plan for splitting its checkpoint";

    public override bool IsDefault => false;

    public override FrameworkPlan Plan(TargetPlans plans) => FrameworkPlan.Of(plans.Deployment);

    protected override IEnumerable<GeneratedFile> Files(FrameworkPlan plan, TargetRenderer renderer)
    {
        var page = new FrameworkPage(FrameworkView.Of(plan));
        return [renderer.File("framework/" + plan.SettingsFile, page), renderer.File("framework/checkpoint-plan.json", page)];
    }
}
