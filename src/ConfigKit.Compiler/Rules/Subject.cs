using ConfigKit.Estimation;
using ConfigKit.Resolution;

namespace ConfigKit.Rules;

/// <summary>What the rules judge: a deployment and its estimate.</summary>
internal sealed record Subject(Deployment Deployment, Estimate Estimate)
{
    public Subject(Deployment deployment)
        : this(deployment, Estimator.Estimate(deployment)) { }
}
