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
            Checks =
                "The EU AI Act asks providers (Art. 19(1)) and deployers (Art. 26(6)) of high-risk systems to keep automatic logs "
                + "for at least six months; six calendar months are up to 184 days. Whether your system is high-risk is for you to "
                + "say. The GDPR pulls the other way (Art. 5(1)(e)): keep metadata, not prompts.",
        },
        Bad = Examples.R1OnH200 + "compliance: {log_retention: 90d}\n",
        Good = Examples.R1OnH200 + "compliance: {log_retention: 184d}\n",
    };
}
