using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Without chunked prefill a prompt must fit in one step.</summary>
internal sealed class BatchedTokensBelowLength : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK4014",
        "max_num_batched_tokens below max_model_len without chunked prefill",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "Without chunked prefill a whole prompt is computed in one step, so `max_num_batched_tokens >= max_model_len` (`vllm config/scheduler.py`).",
        },
        Bad = Examples.R1OnH200 + "  enable_chunked_prefill: false\n",
        Good =
            Examples.R1OnH200.Replace("max_num_batched_tokens: 8192", "max_num_batched_tokens: 16384").Replace("65536", "16384")
            + "  enable_chunked_prefill: false\n",
    };

    public BatchedTokensBelowLength()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => s.Deployment.Serving.MaxNumBatchedTokens >= s.Estimate.EffectiveMaxModelLen)
            .When(s => !s.Deployment.Serving.ChunkedPrefill)
            .Reports(s => new Finding(
                "serving.enable_chunked_prefill",
                $"without chunked prefill, max_num_batched_tokens {Quantity.Count(s.Deployment.Serving.MaxNumBatchedTokens)} must reach max_model_len {Quantity.Count(s.Estimate.EffectiveMaxModelLen)}",
                "set `serving.enable_chunked_prefill: true`"
            ));
}
