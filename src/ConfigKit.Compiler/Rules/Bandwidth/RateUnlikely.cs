using ConfigKit.Diagnostics;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>An output rate that few deployments reach.</summary>
internal sealed class RateUnlikely : ValidatorRule
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

    public RateUnlikely()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s =>
                OutputRate
                    .Of(s)
                    .Where(r => r.Wanted * OutputRate.Median > r.Bound && (r.Wanted <= r.Bound || !s.Estimate.Performance.IsVerified))
                    .Select(r => new Finding(
                        r.Key,
                        $"{Quantity.Number(r.Wanted)} tokens/s{r.Whose} against a bound of {Quantity.Number(r.Bound)} at concurrency {s.Estimate.Performance.Concurrency}: engines reach {Quantity.Number(r.Bound / OutputRate.Median)} in the median",
                        $"plan with at most {Quantity.Number(r.Bound / OutputRate.Median)}, or measure first",
                        OutputRate.Note(s)
                    ))
            );
}
