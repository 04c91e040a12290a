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
            Checks =
                "With expert parallelism each rank holds whole experts. vLLM's expert-parallel size is always tensor × data; it "
                + "has no flag of its own.",
            Why =
                "Expert load balancing (EPLB) and MegaMoE refuse an uneven split. With plain all-gather vLLM starts, but the "
                + "ranks with one expert more hold back all others at every step.",
            Formula = """
                n_routed_experts % (tensor × data) == 0
                DeepSeek-R1, tensor 1 × data 7: 256 % 7 = 4, error; data 8: 256 % 8 = 0
                """,
            Fix =
                "Use a tensor × data that divides the experts, or turn `parallelism.expert` off: each rank then holds a slice of "
                + "every expert.",
            References =
            [
                SourceLinks.Vllm("vllm/model_executor/layers/fused_moe/expert_map_manager.py", 22),
                SourceLinks.Vllm("vllm/model_executor/layers/fused_moe/layer.py", 276),
            ],
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
            $"{experts} routed experts can't be divided among {ranks} expert-parallel ranks (tensor × data)",
            $"use a tensor × data of {string.Join(", ", legal)}; or set `parallelism.expert: false`"
        );
    }
}
