using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Operations;

/// <summary>Bounds of autoscaling that contradict each other or the stated replicas.</summary>
internal sealed class ReplicaRange() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9021", "Replicas outside the range of autoscaling", Severity.Error)
    {
        Group = DiagnosticGroup.Operations,
        Explanation = new()
        {
            Checks =
                "`kubernetes.autoscaling.max_replicas` must not be below `min_replicas`, which Kubernetes refuses; nor may "
                + "`workload.replicas`, with which the load was checked, be more than autoscaling may ever start.",
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
                $"autoscaling from {min} to {max} replicas",
                $"set `max_replicas` to {min} or more"
            );
        }
        else if (planned > max)
        {
            yield return new(
                "workload.replicas",
                $"the load is checked with {planned} replicas and autoscaling starts at most {max}",
                $"set `kubernetes.autoscaling.max_replicas: {planned}`"
            );
        }
    }
}
