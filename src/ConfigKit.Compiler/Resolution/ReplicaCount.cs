using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>How many replicas there are, by all that says so: workload, autoscaling, environments.</summary>
internal static class ReplicaCount
{
    /// <summary>Replicas at the start: the fewest under autoscaling.</summary>
    public static int AtStart(DeepSeekConfig config) =>
        config.Kubernetes.Autoscaling?.MinReplicas ?? config.Workload.Replicas ?? WorkloadSection.ReplicasDefault;

    /// <summary>Most replicas of autoscaling.</summary>
    public static int AutoscalingMax(DeepSeekConfig config) =>
        (int)Math.Min(int.MaxValue, config.Kubernetes.Autoscaling?.MaxReplicas ?? 2L * AtStart(config));

    /// <summary>Most replicas in any environment.</summary>
    public static int Most(DeepSeekConfig config) =>
        config.Kubernetes.Autoscaling is null
            ? config.Environments.Values.Select(e => e.Replicas ?? 1).Append(AtStart(config)).Max()
            : AutoscalingMax(config);

    public static bool MayBeSeveral(DeepSeekConfig config) => config.Kubernetes.Autoscaling is not null || Most(config) > 1;
}
