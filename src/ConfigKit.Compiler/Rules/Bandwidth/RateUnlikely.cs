using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>An output rate that few deployments reach.</summary>
internal sealed class RateUnlikely() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK5011", "Output rate near the roofline", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        DependsOnLayout = true,
        Explanation = new()
        {
            Checks =
                "A target of `workload` is below the roofline (CK5010) but within a factor of 2.8, or beyond a roofline that "
                + "isn't verified for the layout.",
            Why = "Only half of the public measurements come this close to the bound, so the target will probably be missed.",
            Formula = """
                bound / 2.8 < target <= bound
                DeepSeek-R1, 8 × H200, 1 user: 271 < 350 <= 759 tokens/s
                """,
            Fix = "Plan with bound / 2.8, or measure this deployment before promising more.",
            References = [new("aiconfigurator: measured rates", "https://github.com/ai-dynamo/aiconfigurator")],
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
                $"{Quantity.Number(rate.Wanted)} tokens/s{rate.Whose} {(rate.Wanted > rate.Bound ? "exceeds" : "is close to")} the hardware bound of {bound} "
                    + $"at concurrency {performance.Concurrency}; engines reach {median} in the median",
                $"plan with {median}, or measure first",
                OutputRate.Note(s)
            );
        }
    }
}
