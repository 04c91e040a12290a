namespace ConfigKit.Targets;

/// <summary>The plans of one deployment: its own, and that of each target that is asked for, made once.</summary>
internal sealed class TargetPlans(DeploymentPlan deployment)
{
    private readonly Dictionary<Target, object?> _made = [];

    public DeploymentPlan Deployment => deployment;

    public TPlan Of<TPlan>(Target<TPlan> target)
    {
        if (_made.TryGetValue(target, out var made))
        {
            return (TPlan)made!; // null only where TPlan may be
        }

        var plan = target.Plan(this);
        _made.Add(target, plan);
        return plan;
    }
}
