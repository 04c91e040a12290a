using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Compliance;

/// <summary>Prompts kept as if they were metadata.</summary>
internal sealed class PromptsKeptLong : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8022", "Prompts kept for long", Severity.Warning)
    {
        Explanation =
            "Prompts hold whatever people write, special categories of data too. GDPR Art. 5(1)(c) and (e) ask for no more and no longer than the purpose needs; the six months of the AI Act are for logs of events, which the access log is, not for contents. No law names a number; 30 days are what a look into abuse or faults usually takes.",
        Bad = ComplianceExample.R1With("  log_prompts: true\n  prompt_retention: 184d\n"),
        Good = ComplianceExample.R1With("  log_prompts: true\n  prompt_retention: 14d\n"),
    };

    public PromptsKeptLong()
        : base(Fault) =>
        RuleFor(s => s.Deployment.Config.Compliance)
            .Must(c =>
                c?.LogPrompts != true
                || (c.PromptRetention ?? ComplianceSection.PromptRetentionDefault) <= ComplianceSection.PromptRetentionDefault
            )
            .Reports(s => new Finding(
                "compliance.prompt_retention",
                $"prompts are kept for {Quantity.Number(s.Deployment.Config.Compliance?.PromptRetention?.TotalDays ?? 0, 1)} days; 30 are usual",
                "set `compliance.prompt_retention: 30d`; the access log without prompts is kept apart, for longer"
            ));
}
