using ConfigKit.Rules.Compliance;

namespace ConfigKit.Tests.Rules;

public sealed partial class LimitTests
{
    public static TheoryData<string, string, bool, string> Compliance =>
        Rows(
            Limit(
                "CK8022",
                ComplianceExample.R1With("  log_prompts: true\n  prompt_retention: §\n"),
                reported: ["31d"],
                silent: ["29d", "30d"]
            ),
            // Two days of rotation beside the shortest retention.
            Limit(
                "CK8023",
                ComplianceExample.R1With("  log_retention: 200d\n  max_retention: §\n"),
                reported: ["201d"],
                silent: ["202d", "203d"]
            ),
            Limit("CK8023", ComplianceExample.R1With("  max_retention: §\n"), reported: ["185d"], silent: ["186d", "187d"])
        );
}
