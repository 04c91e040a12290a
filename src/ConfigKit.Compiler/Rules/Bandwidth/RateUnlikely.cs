using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>An output rate that few deployments reach.</summary>
internal sealed class RateUnlikely() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5011", "Output rate near the roofline", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "The target is below the roofline bound (see CK5010) but within 2.8 times of it, where only half of the public measurements lie. Measure before promising it. Beyond one node, tensor 8 or with data-parallel attention the bound itself is unverified, so a target past it is only warned of.",
        },
        Bad = Examples.R1OnH200 + "workload: {concurrency: 1, input_tokens: 1000, output_tokens: 500, tokens_per_second_per_user: 350}\n",
        Good = Examples.R1OnH200 + "workload: {concurrency: 1, input_tokens: 1000, output_tokens: 500, tokens_per_second_per_user: 40}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var performance = s.Estimate.Performance;
        var unlikely = OutputRate
            .Of(s)
            .Where(r => r.Wanted * OutputRate.Median > r.Bound && (r.Wanted <= r.Bound || !performance.IsVerified));
        foreach (var rate in unlikely)
        {
            var (bound, median) = (Quantity.Number(rate.Bound), Quantity.Number(rate.Bound / OutputRate.Median));
            yield return new Finding(
                rate.Key,
                $"{Quantity.Number(rate.Wanted)} tokens/s{rate.Whose} against a bound of {bound} "
                    + $"at concurrency {performance.Concurrency}: engines reach {median} in the median",
                $"plan with at most {median}, or measure first",
                OutputRate.Note(s)
            );
        }
    }
}
