using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Operations;

/// <summary>A stabilization window that Kubernetes refuses.</summary>
internal sealed class ScaleDownTooLate() : DeploymentRule(Fault)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly DiagnosticDescriptor Fault = new("CK9023", "Stabilization window that Kubernetes refuses", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "`stabilizationWindowSeconds` of a HorizontalPodAutoscaler, which KEDA writes too, lies from 0 to 3600 (autoscaling/v2).",
        },
        Bad = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 2, scale_down_delay: 2h}\n",
        Good = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 2, scale_down_delay: 1h}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Cluster.Autoscaling?.ScaleDownDelay is { } delay && delay > Longest)
        {
            yield return new Finding(
                "kubernetes.autoscaling.scale_down_delay",
                $"scale_down_delay is {Quantity.FormatDuration(delay)}; at most {Quantity.FormatDuration(Longest)} is allowed",
                "set `scale_down_delay: 1h`"
            );
        }
    }
}
