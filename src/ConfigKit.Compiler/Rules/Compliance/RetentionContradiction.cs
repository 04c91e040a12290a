using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Rules.Compliance;

/// <summary>Logs that must be gone before they may be.</summary>
internal static class RetentionContradiction
{
    public static readonly DiagnosticDescriptor Fault = new("CK8023", "Maximum retention below minimum retention", Severity.Error)
    {
        Group = DiagnosticGroup.Compliance,
        Explanation = new()
        {
            Checks = "`compliance.max_retention` must be at least `compliance.log_retention` plus two days for rotation.",
            Why =
                "A log file holds one day and is deleted by a job that runs once a day, so a line kept for 184 days is deleted "
                + "between day 184 and day 186. A shorter maximum can't be met without deleting too early.",
            Formula = """
                max_retention >= log_retention + 2 d
                180 d < 184 d + 2 d = 186 d: reported
                """,
            Fix =
                "Raise `compliance.max_retention` to the sum, or lower `compliance.log_retention`, which may fall below the AI "
                + "Act's six months (CK8005).",
            References =
            [
                new("Regulation (EU) 2024/1689 (AI Act), Art. 19(1) and 26(6)", "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"),
                new("Regulation (EU) 2016/679 (GDPR), Art. 5(1)(e)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
            ],
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
