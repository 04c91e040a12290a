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
                "DeepSeek-V4 projects the attention output in `o_groups` groups that are split over the tensor ranks: 8 in "
                + "V4-Flash and V4.1-Flash, 16 in V4-Pro.",
            Why =
                "A rank without a whole group has an output projection of width 0: the engine builds the model and fails later, "
                + "while loading or in the first step.",
            Formula = """
                o_groups % tensor == 0
                V4-Flash, tensor 16: 8 / 16 = 0 groups per rank, error; tensor 8: 1 group
                """,
            Fix = "Keep `tensor` at or below the groups and spend the remaining GPUs on `data`, which also multiplies the KV cache.",
            References = [SourceLinks.Vllm("vllm/models/deepseek_v41/attention.py", 311)],
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
            $"{groups} output groups (o_groups) can't be divided among {ranks} tensor-parallel ranks",
            $"lower `parallelism.tensor` to at most {groups} and use `data` for the remaining GPUs"
        );
    }
}
