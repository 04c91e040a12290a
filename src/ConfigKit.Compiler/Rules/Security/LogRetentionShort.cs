using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Security;

/// <summary>Logs kept for less than six months.</summary>
internal static class LogRetentionShort
{
    // Six calendar months, which are at most 184 days (Regulation (EU) 2024/1689, Art. 19(1) and 26(6)): what is kept by default.
    public static readonly TimeSpan Shortest = ComplianceSection.LogRetentionDefault;

    public static readonly DiagnosticDescriptor Fault = new("CK8005", "Logs kept for less than six months", Severity.Warning)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks = "`compliance.log_retention` is compared with six calendar months, which can be 184 days.",
            Why =
                "The EU AI Act requires providers and deployers of high-risk systems to keep automatically generated logs for at "
                + "least six months. Whether your system is high-risk is for you to decide. The GDPR pulls the other way: keep "
                + "metadata, not prompts.",
            Formula = """
                log_retention >= 184 d
                90 d < 184 d: reported
                """,
            Fix = "Set `compliance.log_retention: 184d`. It costs disk space for the access log, which holds no prompts.",
            References =
            [
                new("Regulation (EU) 2024/1689 (AI Act), Art. 19(1) and 26(6)", "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"),
                new("Regulation (EU) 2016/679 (GDPR), Art. 5(1)(e)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
            ],
        },
        Bad = Examples.R1OnH200 + "compliance: {log_retention: 90d}\n",
        Good = Examples.R1OnH200 + "compliance: {log_retention: 184d}\n",
    };
}
