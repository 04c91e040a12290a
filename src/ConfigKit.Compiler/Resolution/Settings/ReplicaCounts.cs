using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>How many replicas run, by all that says so: workload, autoscaling, environments.</summary>
internal sealed record ReplicaCounts
{
    /// <summary>Replicas at the start: the fewest under autoscaling.</summary>
    public required Setting<int> AtStart { get; init; }

    /// <summary>Most replicas that autoscaling starts; null without autoscaling.</summary>
    public Setting<int>? MostOfAutoscaling { get; init; }

    /// <summary>Most replicas in any environment.</summary>
    public required int Most { get; init; }

    public bool MayBeSeveral => MostOfAutoscaling is not null || Most > 1;

    public static ReplicaCounts Resolve(Decisions decided, DeepSeekConfig stated, Workload workload)
    {
        if (stated.Kubernetes.Autoscaling is not { } autoscaling)
        {
            var elsewhere = stated.Environments.Values.Select(e => e.Replicas ?? workload.Replicas);
            return new ReplicaCounts { AtStart = workload.Replicas, Most = elsewhere.Append(workload.Replicas).Max() };
        }

        var start = autoscaling.MinReplicas is { } min
            ? new Setting<int>(min, "")
            : new(workload.Replicas, workload.Replicas.IsStated ? "workload.replicas" : workload.Replicas.Why);
        var twice = (int)Math.Min(int.MaxValue, 2L * start);
        var most = decided.Of("kubernetes.autoscaling.max_replicas", autoscaling.MaxReplicas, twice, "twice the fewest unless stated");
        return new ReplicaCounts
        {
            AtStart = decided.Keep("kubernetes.autoscaling.min_replicas", start),
            MostOfAutoscaling = most,
            Most = most,
        };
    }
}
