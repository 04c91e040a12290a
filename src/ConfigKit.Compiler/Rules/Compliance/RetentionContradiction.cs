using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Rules.Compliance;

/// <summary>Logs that must be gone before they may be.</summary>
internal static class RetentionContradiction
{
    public static readonly DiagnosticDescriptor Fault = new("CK8023", "Longest retention below the shortest", Severity.Error)
    {
        Group = DiagnosticGroup.Compliance,
        Explanation = new()
        {
            Checks =
                "`max_retention` must be at least `log_retention` and two days. A file holds the lines of a day, and is deleted by "
                + "a run once a day: a line that must be there for 184 days is deleted between day 184 and day 186.",
        },
        Bad = ComplianceExample.R1With("  log_retention: 184d\n  max_retention: 180d\n"),
        Good = ComplianceExample.R1With("  log_retention: 184d\n  max_retention: 190d\n"),
    };

    /// <summary>How long logs are kept at least.</summary>
    public static TimeSpan Kept(ComplianceSection compliance) =>
        ComplianceSettings.Resolve(new Decisions(), compliance, gateway: null).LogRetention;

    /// <summary>The shortest limit that does not contradict it.</summary>
    public static TimeSpan Least(ComplianceSection compliance) =>
        TimeSpan.FromDays(Math.Ceiling(Kept(compliance).TotalDays) + ComplianceSettings.DaysOfRotation);
}
