using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Parallelism;

/// <summary>A step that can't hold one token of each sequence.</summary>
internal sealed class BatchedTokensBelowSequences() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK4012", "max_num_batched_tokens below max_num_seqs", Severity.Error)
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = "A step decodes one token of each running sequence, so its token budget must cover them.",
            Why = "vLLM stops with \"max_num_batched_tokens must be greater than or equal to max_num_seqs\" when both are set.",
            Formula = """
                max_num_batched_tokens >= max_num_seqs
                128 < 256, error
                """,
            Fix =
                "Raise `max_num_batched_tokens`, which takes memory for activations, or lower `max_num_seqs`, which lowers "
                + "concurrency.",
            References = [SourceLinks.Vllm("vllm/config/scheduler.py")],
        },
        Bad = Examples.R1OnH200.Replace("max_num_batched_tokens: 8192", "max_num_batched_tokens: 128"),
        Good = Examples.R1OnH200,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var serving = s.Deployment.Serving;
        var (batched, sequences) = (serving.MaxNumBatchedTokens.Value, serving.MaxNumSeqs.Value);
        if (!s.Deployment.Engine.Engine.NeedsTokenOfEachSequence || batched >= sequences)
        {
            yield break;
        }

        yield return new Finding(
            "serving.max_num_batched_tokens",
            $"max_num_batched_tokens {Quantity.Count(batched)} is below max_num_seqs {Quantity.Count(sequences)}",
            $"set `serving.max_num_batched_tokens` to at least {sequences}, or `serving.max_num_seqs` to at most {batched}"
        );
    }
}
