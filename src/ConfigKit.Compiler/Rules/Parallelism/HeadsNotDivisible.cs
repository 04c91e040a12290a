using ConfigKit.Changes;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Attention heads do not divide by tensor ranks.</summary>
internal sealed class HeadsNotDivisible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK4001",
        "Attention heads not divisible by tensor parallelism",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                Each tensor rank computes whole heads: `num_attention_heads % tensor == 0`. vLLM says "Total number of attention heads (X) must be divisible by tensor parallel size (Y)." (`config/model.py`); SGLang and TensorRT-LLM fail alike. DeepSeek-V3 has 128 heads, R1-Distill-Qwen-7B has 28 and so takes 1, 2, 4, 7 or 14. With SGLang's data-parallel attention the ranks that count are tensor / data.
                """,
        },
        Bad = Examples.Distill7B.Replace("gpus_per_node: 1", "gpus_per_node: 8\nparallelism: {tensor: 8}"),
        Good = Examples.Distill7B.Replace("gpus_per_node: 1", "gpus_per_node: 4\nparallelism: {tensor: 4}"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (heads, ranks) = (s.Deployment.Model.Architecture.NumAttentionHeads, s.Deployment.Layout.AttentionTensor);
        if (heads % ranks == 0)
        {
            yield break;
        }

        yield return new Finding(
            "parallelism.tensor",
            $"{heads} attention heads do not divide by tensor parallelism {ranks}",
            TensorChoice.Nearest(s.Deployment)
        );
    }
}
