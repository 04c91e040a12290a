using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Operations;

/// <summary>Replicas that are ended sooner than they load.</summary>
internal sealed class ScaleDownTooSoon() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9022", "Replicas are ended sooner than they load", Severity.Warning)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "A replica is worth ending only when the load stays low for longer than a new one takes to load: else autoscaling "
                + "ends replicas in each pause and loads them again. The time to load is the checkpoint by the rate of the store.",
        },
        Bad = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 2, scale_down_delay: 30s}\n",
        Good = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 2, scale_down_delay: 15m}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Cluster.Autoscaling?.ScaleDownDelay is { } delay && delay < s.Estimate.LoadTime)
        {
            yield return new Finding(
                "kubernetes.autoscaling.scale_down_delay",
                $"replicas are ended after {Quantity.FormatDuration(delay)} of low load; "
                    + $"loading one takes at least {Quantity.FormatDuration(s.Estimate.LoadTime)}",
                "leave `scale_down_delay` out"
            );
        }
    }
}
