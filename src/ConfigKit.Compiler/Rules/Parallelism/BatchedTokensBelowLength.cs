using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Without chunked prefill a prompt must fit in one step.</summary>
internal sealed class BatchedTokensBelowLength() : DeploymentRule(Fault)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var serving = s.Deployment.Serving;
        var (batched, length) = (serving.MaxNumBatchedTokens.Value, s.Estimate.EffectiveMaxModelLen);
        if (serving.ChunkedPrefill || batched >= length)
        {
            yield break;
        }

        yield return new Finding(
            "serving.enable_chunked_prefill",
            $"without chunked prefill, max_num_batched_tokens {Quantity.Count(batched)} must reach max_model_len {Quantity.Count(length)}",
            "set `serving.enable_chunked_prefill: true`"
        );
    }
}
