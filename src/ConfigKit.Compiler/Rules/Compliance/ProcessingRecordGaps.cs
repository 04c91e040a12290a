using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Compliance;

/// <summary>A record of processing that was begun and lacks what the law asks for.</summary>
internal sealed class ProcessingRecordGaps : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8021", "Gaps in the record of processing", Severity.Warning)
    {
        Explanation =
            "GDPR Art. 30(1) asks for controller, purposes, data subjects, categories of data, recipients and transfers; Art. 6 for a lawful ground; Art. 35(7)(a) for a systematic description. Reported once the record is begun, or `compliance` is named in `targets`: what is missing stands as *open* in the written records. `recipients: []` and `transfers: []` say that there are none.",
        Bad = Examples.R1OnH200 + "compliance: {controller: Example GmbH}\n",
        Good = ComplianceExample.R1With(""),
    };

    public ProcessingRecordGaps()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s =>
            {
                var missing = Missing(s.Deployment.Config);
                return missing.IsEmpty
                    ? []
                    :
                    [
                        new Finding(
                            "compliance",
                            $"the record of processing lacks {string.Join(", ", missing)}",
                            $"state `compliance.{missing[0]}`; what can't be said yet stays open in the records"
                        ),
                    ];
            });

    private static ImmutableArray<string> Missing(DeepSeekConfig config)
    {
        var c = config.Compliance ?? new ComplianceSection();
        (string Key, bool IsMissing)[] needs =
        [
            ("controller", c.Controller is null),
            ("purposes", c.Purposes.IsDefaultOrEmpty),
            ("legal_basis", c.LegalBasis is null),
            ("data_categories", c.DataCategories.IsDefaultOrEmpty),
            ("data_subjects", c.DataSubjects.IsDefaultOrEmpty),
            ("recipients", c.Recipients.IsDefault),
            ("transfers", c.Transfers.IsDefault),
            ("location", c.Location is null),
        ];
        return config.Names(TargetNames.Compliance) || (config.Compliance is not null && needs.Any(n => !n.IsMissing))
            ? [.. needs.Where(n => n.IsMissing).Select(n => n.Key)]
            : [];
    }
}
