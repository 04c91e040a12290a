using ConfigKit.Catalog;
using ConfigKit.Changes;
using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Key and value heads can be neither divided nor replicated evenly.</summary>
internal sealed class KeyValueHeadsNotDivisible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK4002",
        "Key-value heads not divisible by tensor parallelism",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "With at least as many key-value heads as tensor ranks, the heads are split: `num_key_value_heads % tensor == 0`; with fewer, each is copied: `tensor % num_key_value_heads == 0` (`vllm model_executor/layers/linear.py`, QKVParallelLinear). MLA models have one latent, which is on every rank, and no such limit.",
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
            $"{heads} key-value heads can be neither split over nor copied to {ranks} tensor ranks",
            TensorChoice.Nearest(s.Deployment)
        );
    }

    private static bool Divides(int heads, int tensor) => heads >= tensor ? heads % tensor == 0 : tensor % heads == 0;
}
