using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Routed experts do not divide by expert ranks.</summary>
internal sealed class ExpertsNotDivisible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4003", "Experts not divisible by expert parallelism", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                With expert parallelism each rank holds whole experts: `n_routed_experts % (tensor × data) == 0`. vLLM's expert-parallel size is always tensor × data; it has no flag of its own. Some kernels pad an uneven split, the all-to-all back ends and expert load balancing do not, and the rank with one expert more holds back all others.
                """,
        },
        Bad = Examples
            .R1OnH200.Replace("tensor: 8", "tensor: 1, data: 7, expert: true")
            .Replace("gpus_per_node: 8", "gpus_per_node: 7")
            .Replace("h200-sxm", "b300"),
        Good = Examples.R1OnH200.Replace("tensor: 8", "tensor: 1, data: 8, expert: true").Replace("h200-sxm", "b300"),
    };

    // The help lists legal sizes up to the widest expert parallelism that is in use.
    private const int WidestListed = 512;

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (architecture, ranks) = (s.Deployment.Model.Architecture, s.Deployment.Layout.ExpertSize);
        var experts = architecture.RoutedExperts;
        if (!architecture.IsMoe || ranks <= 1 || experts % ranks == 0)
        {
            yield break;
        }

        var legal = Enumerable.Range(1, WidestListed).Where(n => experts % n == 0 && n <= ranks * 2);
        yield return new Finding(
            "parallelism.expert",
            $"{experts} routed experts do not divide by {ranks} expert ranks (tensor × data)",
            $"take tensor × data of {string.Join(", ", legal)}; or leave `expert` off"
        );
    }
}
