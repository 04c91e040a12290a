using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Memory;

/// <summary>There is a KV cache, but one request of max_model_len does not fit in it.</summary>
internal sealed class KvCacheTooSmall : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK3002", "KV cache cannot hold one request of max_model_len", Severity.Error)
    {
        Group = DiagnosticGroup.Memory,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                vLLM refuses to start unless one request of `max_model_len` fits in the KV cache ("To serve at least one request with the model's max seq len …", `v1/core/kv_cache_utils.py`):

                    kv_bytes_per_token × max_model_len <= budget − weights − overhead

                The MLA latent of DeepSeek models lies whole on each tensor rank: 61 layers × 1,152 bytes = 70,272 bytes a token for V3 in bf16, whatever the tensor parallelism. Only pipeline stages, decode context parallelism or an fp8 cache make it smaller.
                """,
        },
        Bad = Examples.Distill7B.Replace("h100-sxm", "a10").Replace("max_model_len: 32768", "max_model_len: 131072"),
        Good = Examples.Distill7B.Replace("h100-sxm", "a10"),
    };

    public KvCacheTooSmall()
        : base(Fault) =>
        RuleFor(s => s.Estimate)
            .Must(e => e.MemoryVerdict != Verdict.DoesNotFit)
            .When(s => WeightsExceedMemory.HasRoom(s.Estimate))
            .Reports(s => new Finding(
                "serving.max_model_len",
                $"one request of {Quantity.Count(s.Estimate.EffectiveMaxModelLen)} tokens needs {Quantity.FormatBytes(s.Estimate.KvBytesForOneSequence)} of KV cache; {Quantity.FormatBytes(Math.Max(0, s.Estimate.Heaviest.KvBudgetBytes))} are left, enough for {Quantity.Count(s.Estimate.MaxModelLenThatFits)} tokens",
                SmallestChange.ThatFits(s.Deployment),
                $"{Quantity.FormatBytes(s.Estimate.RequestedBytes)} budget − {Quantity.FormatBytes(s.Estimate.Heaviest.WeightsBytes)} weights − {Quantity.FormatBytes(s.Estimate.Overhead.Mid)} overhead; {Quantity.Number(s.Estimate.Heaviest.KvBytesPerToken, 1)} bytes a token and rank"
            ));
}
