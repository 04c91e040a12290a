using ConfigKit.Model;
using ConfigKit.Rules.Operations;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>How a new version replaces the old one.</summary>
internal sealed class RolloutValidator : AbstractValidator<RolloutSection>
{
    private const string Message = "`rollout.{PropertyName}` has no effect with this strategy and controller";
    private const string Help = "remove `{PropertyName}`, or set `rollout.strategy: canary`";

    public RolloutValidator()
    {
        Unless(
            r => r.IsJudged,
            () =>
            {
                RuleFor(r => r.Controller).Null().Reports(RolloutSettingUnused.Fault, Message, Help);
                RuleFor(r => r.AnalysisTime).Null().Reports(RolloutSettingUnused.Fault, Message, Help);
            }
        );
        RuleFor(r => r.CanaryWeights)
            .Must((r, weights) => weights.IsDefault || r is { IsArgo: true, Strategy: RolloutStrategy.Canary })
            .Reports(RolloutSettingUnused.Fault, Message, Help);
    }
}
