using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Operations;

/// <summary>Replicas that are ended sooner than they load.</summary>
internal sealed class ScaleDownTooSoon() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9022", "Scale-down sooner than a replica loads", Severity.Warning)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks = "`kubernetes.autoscaling.scale_down_delay` is compared with the time to read the checkpoint from storage.",
            Why =
                "Removing a replica pays off only if the load stays low for longer than a new one takes to load. Otherwise "
                + "autoscaling removes replicas in every pause and loads them again, and requests wait meanwhile.",
            Formula = """
                scale_down_delay >= checkpoint / hardware.storage.bandwidth
                689 GB / 2 GB/s = 344 s > 30 s: reported
                """,
            Fix =
                "Remove `scale_down_delay`: the default is the time a replica may take to start. GPUs stay allocated for that "
                + "long after a peak.",
            References =
            [
                new(
                    "Kubernetes: configurable scaling behavior",
                    "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior"
                ),
            ],
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
                $"replicas are removed after {Quantity.FormatDuration(delay)} of low load, but "
                    + $"loading one takes at least {Quantity.FormatDuration(s.Estimate.LoadTime)}",
                "remove `scale_down_delay`"
            );
        }
    }
}
