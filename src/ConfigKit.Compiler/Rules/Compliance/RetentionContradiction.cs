using ConfigKit.Diagnostics;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Rules.Compliance;

/// <summary>Logs that must be gone before they may be.</summary>
internal sealed class RetentionContradiction() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8023", "Longest retention below the shortest", Severity.Error)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var compliance = s.Deployment.Compliance;
        if (compliance.MaxRetention is not { } longest)
        {
            yield break;
        }

        var kept = compliance.LogRetention.Value.TotalDays;
        var least = Math.Ceiling(kept) + ComplianceSettings.DaysOfRotation;
        if (longest < TimeSpan.FromDays(least))
        {
            yield return new Finding(
                "compliance.max_retention",
                $"logs must be gone after {Quantity.Number(longest.TotalDays, 1)} days, "
                    + $"and kept for {Quantity.Number(kept, 1)} with {ComplianceSettings.DaysOfRotation} for rotation",
                $"set `compliance.max_retention: {least}d`"
            );
        }
    }
}
