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

    public static RolloutSettings Resolve(RolloutSection stated) =>
        new()
        {
            Strategy = Setting.Of(stated.Strategy, RolloutSection.StrategyDefault, "one replica at a time"),
            SpareGpus = Setting.Of(stated.SpareGpus, RolloutSection.SpareGpusDefault, "no GPUs are free unless stated"),
            DrainTimeout = Setting.Of(stated.DrainTimeout, RolloutSection.DrainTimeoutDefault, "a reasoning model may answer for minutes"),
            Controller = Setting.Of(stated.Controller, RolloutSection.ControllerDefault, "Argo Rollouts unless stated"),
            AnalysisTime = Setting.Of(stated.AnalysisTime, RolloutSection.AnalysisTimeDefault, "ten minutes unless stated"),
            CanaryWeights = Weights(stated.CanaryWeights),
        };

    private static Setting<ImmutableArray<int>> Weights(ImmutableArray<int> stated) =>
        Setting.OfList(
            stated.IsDefault ? stated : [.. stated.Distinct().Order()],
            RolloutSection.CanaryWeightsDefault,
            "a tenth, then half"
        );
}
