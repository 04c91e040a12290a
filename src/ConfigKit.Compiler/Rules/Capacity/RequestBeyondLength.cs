using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Capacity;

/// <summary>A mean request longer than max_model_len.</summary>
internal sealed class RequestBeyondLength() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9004", "Requests longer than max_model_len", Severity.Error)
    {
        Group = DiagnosticGroup.Capacity,
        Explanation = new()
        {
            Checks =
                "`input_tokens` + `output_tokens` against `max_model_len`. The workload states averages, so longer requests will "
                + "come.",
            Why = "Engines refuse longer prompts and cut longer outputs: an average request already fails.",
            Formula = """
                input_tokens + output_tokens <= max_model_len
                64,000 + 4,000 = 68,000 > 65,536
                """,
            Fix = "Raise `max_model_len`, which needs more KV cache per request, or correct the workload.",
        },
        Bad = Examples.R1OnH200 + "workload: {input_tokens: 64000, output_tokens: 4000}\n",
        Good = Examples.R1OnH200 + "workload: {input_tokens: 8000, output_tokens: 4000}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (length, longest) = (s.Deployment.Workload.StatedRequestTokens, s.Estimate.EffectiveMaxModelLen);
        if (length <= longest)
        {
            yield break;
        }

        yield return new Finding(
            "workload.input_tokens",
            $"{Quantity.Count(length)} tokens of input and output exceed max_model_len {Quantity.Count(longest)}",
            $"set `serving.max_model_len` to at least {length}"
        );
    }
}
