using ConfigKit.Model;
using ConfigKit.Targets.Monitoring;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Decides a rollout that the error rate judges.</summary>
internal static class RolloutPlanner
{
    public const int SecondsBetweenChecks = 30;
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(SecondsBetweenChecks);

    public static RolloutPlan? Plan(DeploymentPlan p)
    {
        var rollout = p.Deployment.Rollout;
        if (!rollout.IsJudged)
        {
            return null;
        }

        var time = rollout.AnalysisTime.Value;
        var isCanary = rollout.Strategy.Value == RolloutStrategy.Canary;
        return new RolloutPlan
        {
            IsArgo = rollout.IsArgo,
            IsCanary = isCanary,
            NewService = p.Name + (isCanary ? "-canary" : "-preview"),
            Weights = rollout.CanaryWeights,
            AnalysisTime = time < BetweenChecks ? BetweenChecks : time,
            Checks = (int)Math.Clamp(Math.Ceiling(time.TotalSeconds / SecondsBetweenChecks), 1, 1_000_000),
            Threshold = ErrorRate.Threshold(p.Deployment),
            Query = ErrorRate.OrZero(p.Deployment.Engine, "job=\"{{args.job}}\""),
            PrometheusUrl = p.Deployment.Observability.PrometheusUrl,
            FirstReplicas = isCanary ? 1 : p.Replicas,
            Colors = [Color("blue", p), Color("green", p)],
        };
    }

    private static RolloutColor Color(string name, DeploymentPlan p)
    {
        var errors = ErrorRate.OrZero(p.Deployment.Engine, $"job=\"{p.Name}\", pod=~\"{p.Name}-{name}-.*\"");
        return new RolloutColor(name, $"{errors} > {ErrorRate.Threshold(p.Deployment)}");
    }
}
