using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Rules.Compliance;

/// <summary>Prompts kept as if they were metadata.</summary>
internal sealed class PromptsKeptLong() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8022", "Prompts kept for long", Severity.Warning)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (compliance, usual) = (s.Deployment.Compliance, ComplianceSection.PromptRetentionDefault.Value);
        var kept = compliance.PromptRetention.Value;
        if (!compliance.LogPrompts || kept <= usual)
        {
            yield break;
        }

        yield return new Finding(
            "compliance.prompt_retention",
            $"prompts are kept for {Quantity.Number(kept.TotalDays, 1)} days; {usual.TotalDays} are usual",
            $"set `compliance.prompt_retention: {usual.TotalDays}d`; " + "the access log without prompts is kept apart, for longer"
        );
    }
}
