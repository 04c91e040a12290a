using System.Collections.Immutable;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Planning;

/// <summary>Decides every value that the files need.</summary>
internal static class Planner
{
    public static DeploymentPlan Plan(Deployment deployment, Estimate estimate, ImmutableArray<TargetKind> targets) =>
        throw new NotImplementedException($"{deployment}{estimate}{targets}");
}
