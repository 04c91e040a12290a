namespace ConfigKit.Rules.Compliance;

/// <summary>A complete record for the rules' good and bad examples.</summary>
internal static class ComplianceExample
{
    private const string Record = """
        compliance:
          controller: Example GmbH
          dpo: dpo@example.com
          purposes: [answers to support staff]
          legal_basis: contract
          data_categories: [names]
          data_subjects: [customers]
          recipients: []
          transfers: []
          location: Frankfurt

        """;

    public static string R1With(string keys) => Examples.R1OnH200 + Record + keys;
}
