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
            Checks = """
                One decode step reads the weights that its tokens touch and the KV cache of its sequences from GPU memory, so

                    time >= (weights + routed experts × D / E + KV cache) / memory bandwidth,   D = E (1 − (1 − k/E)^T)

                with D the distinct experts that T tokens of k choices each hit; or its operations over the peak rate, if that is longer. It is a bound, not a promise: of 523 public measurements of R1 and V3 (one node, tensor at most 8) none is faster, half are more than 2.8 times slower. Layouts over several nodes, data-parallel attention and NVL72 are outside what was compared; there a target beyond the bound is a warning (CK5011).
                """,
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
                $"{Quantity.Number(rate.Wanted)} tokens/s{rate.Whose} is beyond the bound of {bound} at concurrency {performance.Concurrency}",
                $"ask for at most {Quantity.Number(rate.Bound / OutputRate.Median)}, the median of what engines reach, "
                    + "or change GPU, precision or concurrency",
                OutputRate.Note(s)
            );
        }
    }
}
