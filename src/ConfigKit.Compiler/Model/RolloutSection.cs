using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>How a new version replaces the old one.</summary>
internal enum RolloutStrategy
{
    Rolling,
    Recreate,
    Canary,
    BlueGreen,
}

/// <summary>Who carries out a judged rollout.</summary>
internal enum RolloutController
{
    Argo,
    Plain,
}

/// <summary>How a new version replaces the old one.</summary>
internal sealed record RolloutSection
{
    private static readonly ImmutableArray<Choice<RolloutStrategy>> Strategies =
    [
        new("rolling", RolloutStrategy.Rolling, "replaces one replica at a time; without spare GPUs the old one stops first"),
        new("recreate", RolloutStrategy.Recreate, "stops all replicas, then starts the new version"),
        new(
            "canary",
            RolloutStrategy.Canary,
            "the new version first gets a share of the requests and is rolled back if too many of them fail"
        ),
        new(
            "blue_green",
            RolloutStrategy.BlueGreen,
            "the new version starts beside the old one, then takes all requests and is rolled back if too many of them fail"
        ),
    ];

    private static readonly ImmutableArray<Choice<RolloutController>> Controllers =
    [
        new("argo", RolloutController.Argo, "Argo Rollouts: a Rollout and an AnalysisTemplate"),
        new("plain", RolloutController.Plain, "a script over kubectl and Prometheus that needs nothing installed in the cluster"),
    ];

    public RolloutStrategy? Strategy { get; init; }
    public bool? SpareGpus { get; init; }
    public TimeSpan? DrainTimeout { get; init; }
    public RolloutController? Controller { get; init; }
    public TimeSpan? AnalysisTime { get; init; }
    public ImmutableArray<int> CanaryWeights { get; init; }

    /// <summary>Whether the error rate of the new version decides.</summary>
    public bool IsJudged => Strategy is RolloutStrategy.Canary or RolloutStrategy.BlueGreen;

    public bool IsArgo => IsJudged && Controller != RolloutController.Plain;

    public static Default<RolloutStrategy> StrategyDefault { get; } = new(RolloutStrategy.Rolling);
    public static Default<bool> SpareGpusDefault { get; } = new(false);
    public static Default<TimeSpan> DrainTimeoutDefault { get; } = new(TimeSpan.FromMinutes(10));
    public static Default<RolloutController> ControllerDefault { get; } = new(RolloutController.Argo);
    public static Default<TimeSpan> AnalysisTimeDefault { get; } = new(TimeSpan.FromMinutes(10));
    public static Default<ImmutableArray<int>> CanaryWeightsDefault { get; } = new([10, 50]);

    public static RolloutSection Bind(SectionReader s) =>
        new()
        {
            Strategy = s.Choice(
                "strategy",
                "How a new version replaces the old one.",
                Strategies,
                @default: StrategyDefault,
                example: "rolling"
            ),
            SpareGpus = s.Boolean(
                "spare_gpus",
                "Whether enough GPUs are free for an update beside the running replicas: "
                    + "those of one replica, or of all replicas with blue_green.",
                @default: SpareGpusDefault,
                example: "false"
            ),
            DrainTimeout = s.Duration(
                "drain_timeout",
                "How long running requests may take to finish before a pod is stopped.",
                @default: DrainTimeoutDefault,
                example: "10m"
            ),
            Controller = s.Choice(
                "controller",
                "What carries out canary and blue_green.",
                Controllers,
                @default: ControllerDefault,
                example: "argo"
            ),
            AnalysisTime = s.Duration(
                "analysis_time",
                "How long the error rate of a new version is watched; with a canary, at each step.",
                @default: AnalysisTimeDefault,
                example: "10m"
            ),
            CanaryWeights = s.Integers(
                "canary_weights",
                "Steps of a canary under Argo Rollouts, in percent of the requests; without a route, of the pods.",
                1,
                99,
                @default: CanaryWeightsDefault,
                example: "[10, 50]"
            ),
        };
}
