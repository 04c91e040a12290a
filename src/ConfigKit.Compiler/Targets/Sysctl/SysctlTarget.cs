namespace ConfigKit.Targets.Sysctl;

/// <summary>Settings of each node's operating system, and what a node must show before the engine starts.</summary>
internal sealed class SysctlTarget : Target<HostPlan>
{
    private SysctlTarget() { }

    public static SysctlTarget Instance { get; } = new();

    public override string Name => "sysctl";

    public override string Description =>
        "sysctl.d file, a script that applies, checks and reverts host settings, and one that checks a node before the start";

    public override bool IsDefault => true;

    public override HostPlan Plan(TargetPlans plans) => HostPlanner.Plan(plans.Deployment.Deployment, plans.Deployment.Estimate);

    protected override IEnumerable<GeneratedFile> Files(HostPlan plan, TargetRenderer renderer)
    {
        var page = new HostPage(HostView.Of(plan));
        return
        [
            renderer.File("sysctl/90-deepseek.conf", page),
            renderer.Script("sysctl/deepseek-host.sh", page),
            renderer.Script("sysctl/preflight.sh", page),
        ];
    }
}
