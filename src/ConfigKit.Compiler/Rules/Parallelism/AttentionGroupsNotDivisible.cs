using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Parallelism;

/// <summary>SGLang's attention groups do not divide the tensor ranks.</summary>
internal sealed class AttentionGroupsNotDivisible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4007", "Attention groups don't divide tensor parallelism", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "In SGLang `--tp-size` counts all GPUs, and data-parallel attention divides them into `--dp-size` groups of equal "
                + "size.",
            Why = "SGLang ends at its start with an assertion without text.",
            Formula = """
                tensor % data == 0
                tensor 8, data 3: 8 % 3 = 2, error; data 2, 4 or 8 work
                """,
            Fix = "Use a `data` that divides `tensor`. More groups mean a larger KV cache in all and fewer heads shared per group.",
            References = [SourceLinks.Sglang("python/sglang/srt/arg_groups/parallel_hook.py", 326)],
        },
        Bad = Sglang.Replace("data: 8", "data: 3"),
        Good = Sglang,
    };

    private static string Sglang =>
        Examples
            .R1OnH200.Replace("vllm", "sglang")
            .Replace("0.11.0", "0.5.15")
            .Replace("tensor: 8", "tensor: 8, data: 8, data_parallel_attention: true");

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var layout = s.Deployment.Layout;
        if (!s.Deployment.Engine.Engine.HasGroupsWithinTensor || !layout.DataParallelAttention)
        {
            yield break;
        }

        var (tensor, groups) = (layout.Tensor.Value, layout.Data.Value);
        if (tensor % groups == 0)
        {
            yield break;
        }

        var nearest = Enumerable.Range(1, tensor).Last(n => tensor % n == 0 && n <= groups);
        yield return new Finding(
            "parallelism.data",
            $"{tensor} tensor ranks can't be divided into {groups} attention groups",
            $"set `parallelism.data: {nearest}`"
        );
    }
}
