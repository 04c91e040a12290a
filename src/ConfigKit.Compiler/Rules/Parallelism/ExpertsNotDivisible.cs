using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Routed experts do not divide by expert ranks.</summary>
internal sealed class ExpertsNotDivisible : ValidatorRule
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

    public ExpertsNotDivisible()
        : base(Fault) =>
        RuleFor(s => s.Deployment)
            .Must(d => d.Model.Architecture.RoutedExperts % d.Layout.ExpertSize == 0)
            .When(s => s.Deployment.Model.Architecture.IsMoe && s.Deployment.Layout.ExpertSize > 1)
            .Reports(s => new Finding(
                "parallelism.expert",
                $"{s.Deployment.Model.Architecture.RoutedExperts} routed experts do not divide by {s.Deployment.Layout.ExpertSize} expert ranks (tensor × data)",
                $"take tensor × data of {string.Join(", ", Enumerable.Range(1, 512).Where(n => s.Deployment.Model.Architecture.RoutedExperts % n == 0 && n <= s.Deployment.Layout.ExpertSize * 2))}; or leave `expert` off"
            ));
}
