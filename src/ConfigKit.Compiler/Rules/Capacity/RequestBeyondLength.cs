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
                "Prompt and output together must stay within max_model_len; engines refuse longer prompts and cut longer outputs. The workload states means, so longer requests than these will come.",
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
            $"{Quantity.Count(length)} tokens of prompt and output exceed max_model_len {Quantity.Count(longest)}",
            $"set `serving.max_model_len` to at least {length}"
        );
    }
}
