using ConfigKit.Catalog;
using ConfigKit.Changes;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Key and value heads can be neither divided nor replicated evenly.</summary>
internal sealed class KeyValueHeadsNotDivisible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4002", "KV heads not divisible by tensor parallelism", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "With at least as many KV heads as tensor ranks the heads are split; with fewer, each is copied to the same "
                + "number of ranks. MLA models keep one latent on every rank and have no such limit.",
            Why = "vLLM ends with an assertion without text while it builds the attention layers.",
            Formula = """
                num_key_value_heads >= tensor: num_key_value_heads % tensor == 0
                num_key_value_heads <  tensor: tensor % num_key_value_heads == 0
                R1-Distill-Qwen-32B, tensor 5: 8 % 5 = 3, error; tensor 4: 8 % 4 = 0
                """,
            Fix =
                "Use a `tensor` size that divides the KV heads or is a multiple of them, and `pipeline` or `data` for the "
                + "remaining GPUs.",
            References = [SourceLinks.Vllm("vllm/model_executor/models/qwen2.py", 148)],
        },
        Bad = Examples
            .Distill7B.Replace("R1-Distill-Qwen-7B", "R1-Distill-Qwen-32B")
            .Replace("gpus_per_node: 1", "gpus_per_node: 5\nparallelism: {tensor: 5}"),
        Good = Examples
            .Distill7B.Replace("R1-Distill-Qwen-7B", "R1-Distill-Qwen-32B")
            .Replace("gpus_per_node: 1", "gpus_per_node: 4\nparallelism: {tensor: 4}"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (architecture, ranks) = (s.Deployment.Model.Architecture, s.Deployment.Layout.AttentionTensor);
        var heads = architecture.NumKeyValueHeads;
        if (architecture.Attention != AttentionKind.Grouped || architecture.NumAttentionHeads % ranks != 0 || Divides(heads, ranks))
        {
            yield break;
        }

        yield return new Finding(
            "parallelism.tensor",
            $"{heads} KV heads can't be divided among {ranks} tensor-parallel ranks",
            TensorChoice.Nearest(s.Deployment)
        );
    }

    private static bool Divides(int heads, int tensor) => heads >= tensor ? heads % tensor == 0 : tensor % heads == 0;
}
