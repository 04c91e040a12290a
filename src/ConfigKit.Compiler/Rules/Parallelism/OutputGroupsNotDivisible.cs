using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>V4's output projection has fewer groups than there are tensor ranks.</summary>
internal sealed class OutputGroupsNotDivisible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK4005",
        "V4 output groups not divisible by tensor parallelism",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "DeepSeek-V4 projects attention's output in `o_groups` groups, which are split over the tensor ranks: tensor may be at most o_groups (8 in V4-Flash and V4.1-Flash, 16 in V4-Pro) and must divide it (`vllm models/deepseek_v4`).",
        },
        Bad = Examples
            .R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash")
            .Replace("0.11.0", "0.25.0")
            .Replace("gpus_per_node: 8", "gpus_per_node: 16")
            .Replace("tensor: 8", "tensor: 16, expert: true"),
        Good = Examples.R1OnH200.Replace("DeepSeek-R1", "DeepSeek-V4-Flash").Replace("0.11.0", "0.25.0"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (groups, ranks) = (s.Deployment.Model.Architecture.OGroups, s.Deployment.Layout.AttentionTensor);
        if (groups <= 0 || groups % ranks == 0)
        {
            yield break;
        }

        yield return new Finding(
            "parallelism.tensor",
            $"{groups} output groups (o_groups) do not divide by tensor parallelism {ranks}",
            $"set `parallelism.tensor` to at most {groups} and the rest to `data`"
        );
    }
}
