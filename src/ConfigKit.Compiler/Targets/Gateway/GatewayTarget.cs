using ConfigKit.Model;

namespace ConfigKit.Targets.Gateway;

/// <summary>The proxies before the engine. Without a gateway section there is no plan and no file.</summary>
internal sealed class GatewayTarget : Target<GatewayPlan?>
{
    private GatewayTarget() { }

    public static GatewayTarget Instance { get; } = new();

    public override string Name => TargetNames.Gateway;

    public override string Description => "nginx and Envoy in front of the engine: TLS 1.3, tokens, roles, limits";

    public override bool IsDefault => false;

    public override GatewayPlan? Plan(TargetPlans plans) => GatewayPlanner.Plan(plans.Deployment);

    protected override IEnumerable<GeneratedFile> Files(GatewayPlan? plan, TargetRenderer renderer)
    {
        if (plan is null)
        {
            return [];
        }

        var page = new GatewayPage(GatewayView.Of(plan));
        return plan.Implementations.Select(implementation =>
            renderer.File(
                implementation switch
                {
                    GatewayKind.Nginx => "gateway/nginx.conf",
                    GatewayKind.Envoy => "gateway/envoy.yaml",
                },
                page
            )
        );
    }
}
