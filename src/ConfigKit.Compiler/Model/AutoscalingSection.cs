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
        new("keda", ScalingController.Keda, "a KEDA ScaledObject that queries Prometheus itself"),
        new("hpa", ScalingController.Hpa, "a HorizontalPodAutoscaler on a pod metric, which prometheus-adapter must provide"),
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
                "What adds and removes replicas.",
                Controllers,
                @default: ControllerDefault,
                example: "keda"
            ),
            MinReplicas = s.Integer(
                "min_replicas",
                "Minimum number of replicas.",
                1,
                100_000,
                @default: Default.Rule($"workload.replicas, else {WorkloadSection.ReplicasDefault}"),
                example: "1"
            ),
            MaxReplicas = s.Integer(
                "max_replicas",
                "Maximum number of replicas.",
                1,
                100_000,
                @default: Default.Rule("twice min_replicas"),
                example: "4"
            ),
            WaitingRequests = s.Integer(
                "waiting_requests",
                "Average number of waiting requests per replica above which another replica is started.",
                1,
                1_000_000,
                @default: Default.Rule("a tenth of serving.max_num_seqs"),
                example: "10"
            ),
            ScaleDownDelay = s.Duration(
                "scale_down_delay",
                "How long the load must stay low before a replica is removed.",
                @default: Default.Rule("the time a replica may take to start, at most 1h"),
                example: "30m"
            ),
        };
}
