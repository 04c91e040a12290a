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
            Checks =
                "Each tensor rank computes whole attention heads. With SGLang's data-parallel attention the ranks that count are "
                + "tensor / data.",
            Why =
                "vLLM stops with \"Total number of attention heads (X) must be divisible by tensor parallel size (Y).\"; SGLang and "
                + "TensorRT-LLM fail alike.",
            Formula = """
                num_attention_heads % tensor == 0
                R1-Distill-Qwen-7B: 28 % 8 = 4, error; 28 % 4 = 0. DeepSeek-V3 has 128 heads
                """,
            Fix =
                "Use a `tensor` size that divides the heads and spend the remaining GPUs on `pipeline` or `data`. The model stays "
                + "the same.",
            References = [SourceLinks.Vllm("vllm/config/model.py", 1561)],
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
            $"{heads} attention heads can't be divided among {ranks} tensor-parallel ranks",
            TensorChoice.Nearest(s.Deployment)
        );
    }
}
