using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Rules.Memory;

/// <summary>There is a KV cache, but one request of max_model_len does not fit in it.</summary>
internal sealed class KvCacheTooSmall() : DeploymentRule(Fault)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var estimate = s.Estimate;
        if (!WeightsExceedMemory.HasRoom(estimate) || estimate.MemoryVerdict != Verdict.DoesNotFit)
        {
            yield break;
        }

        var length = Quantity.Count(estimate.EffectiveMaxModelLen);
        var needed = Quantity.FormatBytes(estimate.KvBytesForOneSequence);
        var left = Quantity.FormatBytes(Math.Max(0, estimate.Heaviest.KvBudgetBytes));
        var budget = Quantity.FormatBytes(estimate.RequestedBytes);
        var weights = Quantity.FormatBytes(estimate.Heaviest.WeightsBytes);
        var overhead = Quantity.FormatBytes(estimate.Overhead.Mid);
        yield return new Finding(
            "serving.max_model_len",
            $"one request of {length} tokens needs {needed} of KV cache; {left} are left, "
                + $"enough for {Quantity.Count(estimate.MaxModelLenThatFits)} tokens",
            SmallestChange.ThatFits(s.Deployment),
            $"{budget} budget − {weights} weights − {overhead} overhead; "
                + $"{Quantity.Number(estimate.Heaviest.KvBytesPerToken, 1)} bytes a token and rank"
        );
    }
}
