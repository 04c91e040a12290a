using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Compliance;

/// <summary>A record of processing that was begun and lacks what the law asks for.</summary>
internal sealed class ProcessingRecordGaps() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8021", "Gaps in the record of processing", Severity.Warning)
    {
        Group = DiagnosticGroup.Compliance,
        Explanation = new()
        {
            Checks =
                "GDPR Art. 30(1) asks for controller, purposes, data subjects, categories of data, recipients and transfers; Art. 6 "
                + "for a lawful ground; Art. 35(7)(a) for a systematic description. Reported once the record is begun, or "
                + "`compliance` is named in `targets`: what is missing stands as *open* in the written records. `recipients: []` and "
                + "`transfers: []` say that there are none.",
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
                $"state `compliance.{missing[0]}`; what can't be said yet stays open in the records"
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
