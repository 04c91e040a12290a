using System.Globalization;
using ConfigKit.Model;
using ConfigKit.Resolution.Settings;
using ConfigKit.Rules.Compliance;
using ConfigKit.Rules.Security;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>How long records are kept.</summary>
internal sealed class ComplianceValidator : AbstractValidator<ComplianceSection>
{
    public ComplianceValidator()
    {
        RuleFor(c => c.LogRetention)
            .GreaterThanOrEqualTo(LogRetentionShort.Shortest)
            .Reports(
                LogRetentionShort.Fault,
                "logs are kept for {Days} days; six months can be {Shortest} days",
                "set `compliance.log_retention: {Shortest}d`",
                ("Days", (_, kept) => Days(kept)),
                ("Shortest", (_, _) => WholeDays(LogRetentionShort.Shortest))
            );
        RuleFor(c => c.PromptRetention)
            .LessThanOrEqualTo(ComplianceSection.PromptRetentionDefault.Value)
            .When(c => c.LogPrompts == true)
            .Reports(
                PromptsKeptLong.Fault,
                "prompts are kept for {Days} days; {Usual} days usually suffice",
                "set `compliance.prompt_retention: {Usual}d`",
                ("Days", (_, kept) => Days(kept)),
                ("Usual", (_, _) => WholeDays(ComplianceSection.PromptRetentionDefault))
            );
        RuleFor(c => c.MaxRetention)
            .Must((c, longest) => longest is null || longest >= RetentionContradiction.Least(c))
            .Reports(
                RetentionContradiction.Fault,
                "logs must be deleted after {Days} days, but are kept for {Kept} days plus {Rotation} for rotation",
                "set `compliance.max_retention: {Least}d`",
                ("Days", (_, longest) => Days(longest)),
                ("Kept", (c, _) => Days(RetentionContradiction.Kept(c))),
                ("Rotation", (_, _) => WholeDays(TimeSpan.FromDays(ComplianceSettings.DaysOfRotation))),
                ("Least", (c, _) => WholeDays(RetentionContradiction.Least(c)))
            );
    }

    private static string Days(TimeSpan? time) => Quantity.Number(time?.TotalDays ?? 0, 1);

    private static string WholeDays(TimeSpan time) => time.TotalDays.ToString(CultureInfo.InvariantCulture);
}
