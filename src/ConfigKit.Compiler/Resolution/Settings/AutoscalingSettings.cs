using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>Replicas by load; their range is in <see cref="ReplicaCounts"/>.</summary>
internal sealed record AutoscalingSettings
{
    public required Setting<ScalingController> Controller { get; init; }

    /// <summary>Requests that wait for each replica, on average, before one more is started.</summary>
    public required Setting<int> WaitingRequests { get; init; }

    /// <summary>How long the load must be low before a replica is ended; null: as long as one may take to start, by the estimate.</summary>
    public TimeSpan? ScaleDownDelay { get; init; }

    public static AutoscalingSettings Resolve(Decisions decided, AutoscalingSection stated, int manyWaiting) =>
        new()
        {
            Controller = decided.Of(
                "kubernetes.autoscaling.controller",
                stated.Controller,
                AutoscalingSection.ControllerDefault,
                "KEDA unless stated"
            ),
            WaitingRequests = decided.Of(
                "kubernetes.autoscaling.waiting_requests",
                stated.WaitingRequests,
                manyWaiting,
                "a tenth of max_num_seqs"
            ),
            ScaleDownDelay = stated.ScaleDownDelay,
        };
}
