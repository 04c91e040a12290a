using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>A stabilization window that Kubernetes refuses.</summary>
internal static class ScaleDownTooLate
{
    // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static readonly DiagnosticDescriptor Fault = new("CK9023", "Scale-down delay above one hour", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "`kubernetes.autoscaling.scale_down_delay` becomes `stabilizationWindowSeconds` of a HorizontalPodAutoscaler, "
                + "which KEDA creates too; it must be between 0 and 3600.",
            Why = "The API server rejects the object, so the deployment has no autoscaling.",
            Formula = """
                scale_down_delay <= 3600 s
                2 h = 7200 s > 3600 s: reported
                """,
            Fix = "Set `kubernetes.autoscaling.scale_down_delay: 1h`.",
            References =
            [
                new(
                    "Kubernetes: HorizontalPodAutoscaler autoscaling/v2",
                    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/"
                ),
            ],
        },
        Bad = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 2, scale_down_delay: 2h}\n",
        Good = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {max_replicas: 2, scale_down_delay: 1h}\n",
    };
}
