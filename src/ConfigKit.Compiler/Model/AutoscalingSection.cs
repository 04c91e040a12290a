using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Who adds and removes replicas.</summary>
internal enum ScalingController
{
    Keda,
    Hpa,
}

/// <summary>Replicas by load.</summary>
internal sealed record AutoscalingSection
{
    private static readonly ImmutableArray<Choice<ScalingController>> Controllers =
    [
        new("keda", ScalingController.Keda, "a ScaledObject that asks Prometheus itself"),
        new("hpa", ScalingController.Hpa, "a HorizontalPodAutoscaler on a metric of the pods, which prometheus-adapter must offer"),
    ];

    public ScalingController? Controller { get; init; }
    public int? MinReplicas { get; init; }
    public int? MaxReplicas { get; init; }
    public int? WaitingRequests { get; init; }
    public TimeSpan? ScaleDownDelay { get; init; }

    public static Default<ScalingController> ControllerDefault { get; } = new(ScalingController.Keda);

    public static AutoscalingSection Bind(SectionReader s) =>
        new()
        {
            Controller = s.Choice(
                "controller",
                "Who adds and removes replicas.",
                Controllers,
                @default: ControllerDefault,
                example: "keda"
            ),
            MinReplicas = s.Integer(
                "min_replicas",
                "Fewest replicas.",
                1,
                100_000,
                @default: Default.Rule($"workload.replicas, else {WorkloadSection.ReplicasDefault}"),
                example: "1"
            ),
            MaxReplicas = s.Integer(
                "max_replicas",
                "Most replicas.",
                1,
                100_000,
                @default: Default.Rule("twice min_replicas"),
                example: "4"
            ),
            WaitingRequests = s.Integer(
                "waiting_requests",
                "Requests that wait for each replica, on average, before one more is started.",
                1,
                1_000_000,
                @default: Default.Rule("a tenth of serving.max_num_seqs"),
                example: "10"
            ),
            ScaleDownDelay = s.Duration(
                "scale_down_delay",
                "How long the load must be low before a replica is ended.",
                @default: Default.Rule("the time that a replica may take to start, at most 1h"),
                example: "30m"
            ),
        };
}
