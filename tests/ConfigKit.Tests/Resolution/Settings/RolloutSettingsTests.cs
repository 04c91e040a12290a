using ConfigKit.Model;

namespace ConfigKit.Tests.Resolution.Settings;

public sealed class RolloutSettingsTests
{
    [Fact]
    public void Defaults_and_their_reasons()
    {
        var r = Decided.From().Rollout;

        Decided.IsDefault(RolloutStrategy.Rolling, "one replica at a time", r.Strategy);
        Decided.IsDefault(false, "assuming no free GPUs", r.SpareGpus);
        Decided.IsDefault(TimeSpan.FromMinutes(10), "reasoning answers can take minutes", r.DrainTimeout);
        Decided.IsDefault(RolloutController.Argo, "default", r.Controller);
        Decided.IsDefault(TimeSpan.FromMinutes(10), "default", r.AnalysisTime);
        Decided.Holds([10, 50], r.CanaryWeights.Value);
        Assert.Equal("a tenth, then half", r.CanaryWeights.Why);
        Assert.False(r.IsJudged || r.IsArgo || r.IsPlain);
    }

    [Fact]
    public void Stated_values_win_and_weights_rise()
    {
        var r = Decided
            .From(
                "rollout: {strategy: canary, spare_gpus: true, drain_timeout: 5m, controller: plain, analysis_time: 3m, canary_weights: [50, 5, 50]}"
            )
            .Rollout;

        Decided.IsStated(RolloutStrategy.Canary, r.Strategy);
        Decided.IsStated(true, r.SpareGpus);
        Decided.IsStated(TimeSpan.FromMinutes(5), r.DrainTimeout);
        Decided.IsStated(RolloutController.Plain, r.Controller);
        Decided.IsStated(TimeSpan.FromMinutes(3), r.AnalysisTime);
        Decided.Holds([5, 50], r.CanaryWeights.Value);
        Assert.True(r.CanaryWeights.IsStated);
        Assert.True(r.IsJudged && r.IsPlain && !r.IsArgo);
    }

    [Theory]
    [InlineData("canary", true)]
    [InlineData("blue_green", true)]
    [InlineData("rolling", false)]
    [InlineData("recreate", false)]
    public void Argo_judges_two_strategies(string strategy, bool isJudged)
    {
        var r = Decided.From($"rollout: {{strategy: {strategy}}}").Rollout;

        Assert.Equal((isJudged, isJudged, false), (r.IsJudged, r.IsArgo, r.IsPlain));
    }
}
