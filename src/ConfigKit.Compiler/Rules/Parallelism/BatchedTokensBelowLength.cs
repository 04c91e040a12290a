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
        FixSafety = FixSafety.Safe,
        Explanation = new()
        {
            Checks = "Without chunked prefill a whole prompt is computed in one step, so the token budget must cover `max_model_len`.",
            Why = "vLLM from 0.11 stops because max_num_batched_tokens is smaller than max_model_len.",
            Formula = """
                enable_chunked_prefill: false  =>  max_num_batched_tokens >= max_model_len
                8,192 < 65,536, error
                """,
            Fix = "Turn chunked prefill on (the default), or raise `max_num_batched_tokens`, which takes memory for activations.",
            References = [SourceLinks.Vllm("vllm/config/scheduler.py")],
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
            $"max_num_batched_tokens {Quantity.Count(batched)} is below max_model_len {Quantity.Count(length)}, and chunked prefill is off",
            "set `serving.enable_chunked_prefill: true`"
        );
    }
}
