using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>Bounds of autoscaling that contradict each other or the stated replicas.</summary>
internal sealed class ReplicaRange() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9021", "Replica counts contradict each other", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks = "`kubernetes.autoscaling.max_replicas` must be at least `min_replicas`, and at least `workload.replicas`.",
            Why =
                "Kubernetes rejects a maximum below the minimum. If `workload.replicas` is above the maximum, the load was "
                + "checked for replicas that autoscaling never starts.",
            Formula = """
                min_replicas <= max_replicas
                workload.replicas <= max_replicas
                4 > 2: reported
                """,
            Fix = "Raise `kubernetes.autoscaling.max_replicas`; every further replica needs its own GPUs.",
            References =
            [
                new(
                    "Kubernetes: HorizontalPodAutoscaler autoscaling/v2",
                    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/"
                ),
            ],
        },
        Bad = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {min_replicas: 4, max_replicas: 2}\n",
        Good = Examples.R1OnH200 + "kubernetes:\n  autoscaling: {min_replicas: 1, max_replicas: 2}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (s.Deployment.Replicas is not { MostOfAutoscaling: { } most } counts)
        {
            yield break;
        }

        var (min, max, planned) = (counts.AtStart.Value, most.Value, s.Deployment.Workload.Replicas.Value);
        if (max < min)
        {
            yield return new(
                "kubernetes.autoscaling.max_replicas",
                $"`max_replicas` ({max}) is below the {min} replicas that autoscaling starts with",
                $"set `max_replicas` to at least {min}"
            );
        }
        else if (planned > max)
        {
            yield return new(
                "workload.replicas",
                $"the load is checked for {planned} replicas, but autoscaling allows at most {max}",
                $"set `kubernetes.autoscaling.max_replicas: {planned}`"
            );
        }
    }
}
