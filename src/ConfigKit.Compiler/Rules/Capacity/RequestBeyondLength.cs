using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Capacity;

/// <summary>A mean request longer than max_model_len.</summary>
internal sealed class RequestBeyondLength : ValidatorRule
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

    public RequestBeyondLength()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => Length(s) <= s.Estimate.EffectiveMaxModelLen)
            .Reports(s => new Finding(
                "workload.input_tokens",
                $"{Quantity.Count(Length(s))} tokens of prompt and output exceed max_model_len {Quantity.Count(s.Estimate.EffectiveMaxModelLen)}",
                $"set `serving.max_model_len` to at least {Length(s)}"
            ));

    private static long Length(Subject s) =>
        (s.Deployment.Config.Workload.InputTokens ?? 0) + (long)(s.Deployment.Config.Workload.OutputTokens ?? 0);
}
