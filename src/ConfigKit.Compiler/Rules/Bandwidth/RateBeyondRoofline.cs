using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>An output rate that memory bandwidth does not allow.</summary>
internal sealed class RateBeyondRoofline() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5010", "Output rate beyond the roofline", Severity.Error)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "A target of `workload` against the fastest that memory bandwidth and peak compute allow (the roofline). Verified "
                + "for one node and tensor up to 8; beyond that, with data-parallel attention or on NVL72, the same excess is the "
                + "warning CK5011.",
            Why =
                "No engine can reach it: of 523 public measurements of R1 and V3 none is faster than the bound, and half are more "
                + "than 2.8 times slower.",
            Formula = """
                step >= (weights read + routed experts × D / E + KV cache) / memory bandwidth, or operations / peak if longer
                D = E (1 − (1 − k/E)^T): distinct experts that T tokens with k choices each use
                DeepSeek-R1, 8 × H200, 1 user: 1.3 ms per step = 759 tokens/s; engines reach about 759 / 2.8 = 271
                """,
            Fix = "Lower the target, or use faster GPUs, a smaller number format, more tensor ranks or another concurrency.",
            References = [new("aiconfigurator: measured rates", "https://github.com/ai-dynamo/aiconfigurator")],
        },
        Bad = Examples.R1OnH200 + "workload: {concurrency: 1, input_tokens: 1000, output_tokens: 500, tokens_per_second_per_user: 2000}\n",
        Good = Examples.R1OnH200 + "workload: {concurrency: 1, input_tokens: 1000, output_tokens: 500, tokens_per_second_per_user: 40}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var performance = s.Estimate.Performance;
        if (!performance.IsVerified)
        {
            yield break;
        }

        foreach (var rate in OutputRate.Of(s).Where(r => r.Wanted > r.Bound))
        {
            var bound = Quantity.Number(rate.Bound);
            yield return new Finding(
                rate.Key,
                $"{Quantity.Number(rate.Wanted)} tokens/s{rate.Whose} exceeds the hardware bound of {bound} at concurrency {performance.Concurrency}",
                $"lower the target to {Quantity.Number(rate.Bound / OutputRate.Median)}, what engines reach in the median, "
                    + "or change GPU, precision or concurrency",
                OutputRate.Note(s)
            );
        }
    }
}
