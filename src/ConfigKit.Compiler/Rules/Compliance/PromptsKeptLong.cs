using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Compliance;

/// <summary>Prompts kept as if they were metadata.</summary>
internal static class PromptsKeptLong
{
    public static readonly DiagnosticDescriptor Fault = new("CK8022", "Prompts kept for long", Severity.Warning)
    {
        Group = DiagnosticGroup.Compliance,
        Explanation = new()
        {
            Checks =
                "Prompts hold whatever people write, special categories of data too. GDPR Art. 5(1)(c) and (e) ask for no more and "
                + "no longer than the purpose needs; the six months of the AI Act are for logs of events, which the access log is, "
                + "not for contents. No law names a number; 30 days are what a look into abuse or faults usually takes.",
        },
        Bad = ComplianceExample.R1With("  log_prompts: true\n  prompt_retention: 184d\n"),
        Good = ComplianceExample.R1With("  log_prompts: true\n  prompt_retention: 14d\n"),
    };
}
