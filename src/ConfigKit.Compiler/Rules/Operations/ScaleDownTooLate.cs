using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>A stabilization window that Kubernetes refuses.</summary>
internal static class ScaleDownTooLate
{
    // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static readonly DiagnosticDescriptor Fault = new("CK9023", "Stabilization window that Kubernetes refuses", Severity.Error)
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
}
