using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Compliance;

/// <summary>Prompts kept as if they were metadata.</summary>
internal static class PromptsKeptLong
{
    public static readonly DiagnosticDescriptor Fault = new("CK8022", "Prompts kept for more than 30 days", Severity.Warning)
    {
        Group = DiagnosticGroup.Compliance,
        Explanation = new()
        {
            Checks = "With `compliance.log_prompts` on, `compliance.prompt_retention` is compared with 30 days.",
            Why =
                "Prompts contain whatever people write, special categories of data included. GDPR Art. 5(1)(c) and (e) allow no "
                + "more and no longer than the purpose needs. The six months of the AI Act apply to event logs, which the access "
                + "log is, not to contents. No law names a number; 30 days usually suffice to investigate abuse or errors.",
            Formula = """
                prompt_retention <= 30 d
                184 d > 30 d: reported
                """,
            Fix =
                "Set `compliance.prompt_retention: 30d` or less. The access log, which holds no prompts, keeps its own, longer "
                + "retention.",
            References =
            [
                new("Regulation (EU) 2016/679 (GDPR), Art. 5(1)(c) and (e)", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
                new("Regulation (EU) 2024/1689 (AI Act), Art. 19(1) and 26(6)", "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"),
            ],
        },
        Bad = ComplianceExample.R1With("  log_prompts: true\n  prompt_retention: 184d\n"),
        Good = ComplianceExample.R1With("  log_prompts: true\n  prompt_retention: 14d\n"),
    };
}
