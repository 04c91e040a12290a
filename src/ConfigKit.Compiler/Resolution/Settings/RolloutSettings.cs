using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>How a new version replaces the old one.</summary>
internal sealed record RolloutSettings
{
    public required Setting<RolloutStrategy> Strategy { get; init; }

    /// <summary>Whether the GPUs that an update takes beside the running replicas are free.</summary>
    public required Setting<bool> SpareGpus { get; init; }

    /// <summary>How long running requests may finish before a pod is ended.</summary>
    public required Setting<TimeSpan> DrainTimeout { get; init; }

    public required Setting<RolloutController> Controller { get; init; }

    /// <summary>How long the error rate of a new version is watched, at each step of a canary.</summary>
    public required Setting<TimeSpan> AnalysisTime { get; init; }

    /// <summary>Steps of a canary, in percent, rising.</summary>
    public required Setting<ImmutableArray<int>> CanaryWeights { get; init; }

    /// <summary>Whether the error rate of the new version decides.</summary>
    public bool IsJudged => Strategy.Value is RolloutStrategy.Canary or RolloutStrategy.BlueGreen;

    public bool IsArgo => IsJudged && Controller.Value == RolloutController.Argo;

    public bool IsPlain => IsJudged && Controller.Value == RolloutController.Plain;

    public static RolloutSettings Resolve(Decisions decided, RolloutSection stated) =>
        new()
        {
            Strategy = decided.Of("rollout.strategy", stated.Strategy, RolloutSection.StrategyDefault, "one replica at a time"),
            SpareGpus = decided.Of(
                "rollout.spare_gpus",
                stated.SpareGpus,
                RolloutSection.SpareGpusDefault,
                "no GPUs are free unless stated"
            ),
            DrainTimeout = decided.Of(
                "rollout.drain_timeout",
                stated.DrainTimeout,
                RolloutSection.DrainTimeoutDefault,
                "a reasoning model may answer for minutes"
            ),
            Controller = decided.Of(
                "rollout.controller",
                stated.Controller,
                RolloutSection.ControllerDefault,
                "Argo Rollouts unless stated"
            ),
            AnalysisTime = decided.Of(
                "rollout.analysis_time",
                stated.AnalysisTime,
                RolloutSection.AnalysisTimeDefault,
                "ten minutes unless stated"
            ),
            CanaryWeights = decided.Keep("rollout.canary_weights", Weights(stated.CanaryWeights)),
        };

    private static Setting<ImmutableArray<int>> Weights(ImmutableArray<int> stated) =>
        Setting.OfList(
            stated.IsDefault ? stated : [.. stated.Distinct().Order()],
            RolloutSection.CanaryWeightsDefault,
            "a tenth, then half"
        );
}
