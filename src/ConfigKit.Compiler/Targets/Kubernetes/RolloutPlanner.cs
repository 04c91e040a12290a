using ConfigKit.Model;
using ConfigKit.Targets.Monitoring;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Decides a rollout that the error rate judges.</summary>
internal static class RolloutPlanner
{
    public const int SecondsBetweenChecks = 30;
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(SecondsBetweenChecks);

    public static RolloutPlan? Of(DeploymentPlan p)
    {
        var (config, rollout) = (p.Deployment.Config, p.Deployment.Config.Rollout);
        if (!rollout.IsJudged)
        {
            return null;
        }

        var time = rollout.AnalysisTime ?? RolloutSection.AnalysisTimeDefault;
        var isCanary = rollout.Strategy == RolloutStrategy.Canary;
        return new RolloutPlan
        {
            IsArgo = rollout.IsArgo,
            IsCanary = isCanary,
            NewService = p.Name + (isCanary ? "-canary" : "-preview"),
            Weights = rollout.CanaryWeights.IsDefaultOrEmpty
                ? RolloutSection.CanaryWeightsDefault.Value
                : [.. rollout.CanaryWeights.Distinct().Order()],
            AnalysisTime = time < BetweenChecks ? BetweenChecks : time,
            Checks = (int)Math.Clamp(Math.Ceiling(time.TotalSeconds / SecondsBetweenChecks), 1, 1_000_000),
            Threshold = MonitoringPlanner.ErrorThreshold(config.Observability),
            Query = MonitoringPlanner.ErrorRate(p.Deployment.Engine, "job=\"{{args.job}}\""),
            PrometheusUrl = KubernetesPlanner.PrometheusUrl(config),
        };
    }

    /// <summary>The two versions between which a plain rollout switches.</summary>
    public static IEnumerable<RolloutColor> Colors(DeploymentPlan p) =>
        ((string[])["blue", "green"]).Select(color => new RolloutColor(
            color,
            $"{MonitoringPlanner.ErrorRate(p.Deployment.Engine, $"job=\"{p.Name}\", pod=~\"{p.Name}-{color}-.*\"")} > {MonitoringPlanner.ErrorThreshold(p.Deployment.Config.Observability)}"
        ));
}
