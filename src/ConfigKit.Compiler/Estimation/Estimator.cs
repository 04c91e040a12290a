using ConfigKit.Resolution;

namespace ConfigKit.Estimation;

/// <summary>Computes what a deployment needs and has. Pure arithmetic: no judgement, no defaults.</summary>
internal static class Estimator
{
    public static Estimate Estimate(Deployment deployment) => throw new NotImplementedException(deployment.Model.Id);
}
