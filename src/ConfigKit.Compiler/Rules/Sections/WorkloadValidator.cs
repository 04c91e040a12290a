using ConfigKit.Model;
using ConfigKit.Rules.Capacity;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>What the deployment must bear.</summary>
internal sealed class WorkloadValidator : AbstractValidator<WorkloadSection>
{
    public WorkloadValidator() =>
        RuleFor(w => w.RequestsPerSecond)
            .Must((w, rate) => rate is not > 0 || w is { InputTokens: not null, OutputTokens: not null })
            .Reports(
                RateWithoutLengths.Fault,
                "{Rate} requests/s can't be checked without token lengths",
                "add `workload.input_tokens` and `workload.output_tokens`",
                ("Rate", (_, rate) => Quantity.Number(rate ?? 0))
            );
}
