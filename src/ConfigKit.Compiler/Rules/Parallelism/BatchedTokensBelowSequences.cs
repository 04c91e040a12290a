using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Parallelism;

/// <summary>A step that can't hold one token of each sequence.</summary>
internal sealed class BatchedTokensBelowSequences : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK4012", "max_num_batched_tokens below max_num_seqs", Severity.Error)
    {
        Explanation =
            "One step decodes a token of each running sequence, so `max_num_batched_tokens >= max_num_seqs` (`vllm config/scheduler.py`: \"max_num_batched_tokens must be greater than or equal to max_num_seqs\").",
        Bad = Examples.R1OnH200.Replace("max_num_batched_tokens: 8192", "max_num_batched_tokens: 128"),
        Good = Examples.R1OnH200,
    };

    public BatchedTokensBelowSequences()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Serving)
            .Must(v => v.MaxNumBatchedTokens.Value >= v.MaxNumSeqs)
            .When(s => s.Deployment.Engine.Engine.NeedsTokenOfEachSequence)
            .Reports(s => new Finding(
                "serving.max_num_batched_tokens",
                $"max_num_batched_tokens {Quantity.Count(s.Deployment.Serving.MaxNumBatchedTokens)} is below max_num_seqs {Quantity.Count(s.Deployment.Serving.MaxNumSeqs)}",
                $"set `serving.max_num_batched_tokens` to at least {s.Deployment.Serving.MaxNumSeqs.Value}, or `serving.max_num_seqs` to at most {s.Deployment.Serving.MaxNumBatchedTokens.Value}"
            ));
}
