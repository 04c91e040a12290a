using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Compliance;

/// <summary>Logs that must be gone before they may be.</summary>
internal sealed class RetentionContradiction : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8023", "Longest retention below the shortest", Severity.Error)
    {
        Explanation =
            "`max_retention` must be at least `log_retention` and two days. A file holds the lines of a day, and is deleted by a run once a day: a line that must be there for 184 days is deleted between day 184 and day 186.",
        Bad = ComplianceExample.R1With("  log_retention: 184d\n  max_retention: 180d\n"),
        Good = ComplianceExample.R1With("  log_retention: 184d\n  max_retention: 190d\n"),
    };

    public RetentionContradiction()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Config.Compliance)
            .Must(c => c?.MaxRetention is not { } longest || longest >= Least(c.LogRetention))
            .Reports(s => new Finding(
                "compliance.max_retention",
                $"logs must be gone after {Quantity.Number(s.Deployment.Config.Compliance?.MaxRetention?.TotalDays ?? 0, 1)} days, and kept for {Quantity.Number(Kept(s).TotalDays, 1)} with {Retention.DaysOfRotation} for rotation",
                $"set `compliance.max_retention: {Math.Ceiling(Least(Kept(s)).TotalDays)}d`"
            ));

    private static TimeSpan Kept(Subject s) => s.Deployment.Config.Compliance?.LogRetention ?? ComplianceSection.LogRetentionDefault;

    private static TimeSpan Least(TimeSpan? kept) =>
        TimeSpan.FromDays(Math.Ceiling((kept ?? ComplianceSection.LogRetentionDefault).TotalDays) + Retention.DaysOfRotation);
}
