using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Compliance;

/// <summary>A record of processing that was begun and lacks what the law asks for.</summary>
internal sealed class ProcessingRecordGaps() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8021", "Incomplete record of processing", Severity.Warning)
    {
        Group = DiagnosticGroup.Compliance,
        Explanation = new()
        {
            Checks =
                "Once one key of the record is set, or `compliance` is among `targets`, all of them are expected: controller, "
                + "purposes, legal_basis, data_categories, data_subjects, recipients, transfers and location.",
            Why =
                "GDPR Art. 30(1) requires them in the record of processing, Art. 6(1) a legal basis, and Art. 35(7)(a) a "
                + "systematic description in an impact assessment. What is missing is marked *open* in the generated records.",
            Fix = "Set the missing keys of `compliance`. `recipients: []` and `transfers: []` state that there are none.",
            References = [new("Regulation (EU) 2016/679 (GDPR), Art. 6, 30 and 35", "https://eur-lex.europa.eu/eli/reg/2016/679/oj")],
        },
        Bad = Examples.R1OnH200 + "compliance: {controller: Example GmbH}\n",
        Good = ComplianceExample.R1With(""),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var missing = Missing(s.Deployment);
        if (!missing.IsEmpty)
        {
            yield return new Finding(
                "compliance",
                $"the record of processing lacks {string.Join(", ", missing)}",
                $"set `compliance.{missing[0]}`"
            );
        }
    }

    private static ImmutableArray<string> Missing(Deployment d)
    {
        var record = d.Compliance.Record;
        (string Key, bool IsMissing)[] needs =
        [
            ("controller", record.Controller is null),
            ("purposes", record.Purposes.IsEmpty),
            ("legal_basis", record.LegalBasis is null),
            ("data_categories", record.DataCategories.IsEmpty),
            ("data_subjects", record.DataSubjects.IsEmpty),
            ("recipients", record.Recipients is null),
            ("transfers", record.Transfers is null),
            ("location", record.Location is null),
        ];
        return d.Targets.Names(TargetNames.Compliance) || needs.Any(n => !n.IsMissing)
            ? [.. needs.Where(n => n.IsMissing).Select(n => n.Key)]
            : [];
    }
}
