using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>A lawful ground of GDPR Art. 6(1).</summary>
internal enum LawfulBasis
{
    Consent,
    Contract,
    LegalObligation,
    VitalInterests,
    PublicTask,
    LegitimateInterests,
}

/// <summary>Record keeping.</summary>
internal sealed record ComplianceSection
{
    public static ImmutableArray<Choice<LawfulBasis>> LegalBases { get; } =
    [
        new("consent", LawfulBasis.Consent, "Art. 6(1)(a) GDPR"),
        new("contract", LawfulBasis.Contract, "Art. 6(1)(b) GDPR"),
        new("legal_obligation", LawfulBasis.LegalObligation, "Art. 6(1)(c) GDPR"),
        new("vital_interests", LawfulBasis.VitalInterests, "Art. 6(1)(d) GDPR"),
        new("public_task", LawfulBasis.PublicTask, "Art. 6(1)(e) GDPR"),
        new("legitimate_interests", LawfulBasis.LegitimateInterests, "Art. 6(1)(f) GDPR"),
    ];

    public TimeSpan? LogRetention { get; init; }
    public TimeSpan? MaxRetention { get; init; }
    public bool? LogPrompts { get; init; }
    public TimeSpan? PromptRetention { get; init; }
    public string? LokiUrl { get; init; }
    public string? Controller { get; init; }
    public string? Dpo { get; init; }
    public ImmutableArray<string> Purposes { get; init; }
    public LawfulBasis? LegalBasis { get; init; }
    public ImmutableArray<string> DataCategories { get; init; }
    public ImmutableArray<string> DataSubjects { get; init; }
    public ImmutableArray<string> Recipients { get; init; }
    public ImmutableArray<string> Transfers { get; init; }
    public string? Location { get; init; }

    public static Default<TimeSpan> LogRetentionDefault { get; } = new(TimeSpan.FromDays(184));
    public static Default<bool> LogPromptsDefault { get; } = new(false);
    public static Default<TimeSpan> PromptRetentionDefault { get; } = new(TimeSpan.FromDays(30));
    public static Default<string> LokiUrlDefault { get; } = new("http://127.0.0.1:3100");

    public static ComplianceSection Bind(SectionReader s) =>
        new()
        {
            LogRetention = s.Duration("log_retention", "How long inference logs are kept.", @default: LogRetentionDefault, example: "184d"),
            MaxRetention = s.Duration(
                "max_retention",
                "Time after which inference logs must be deleted.",
                @default: Default.Rule("log_retention plus 6 days"),
                example: "200d"
            ),
            LogPrompts = s.Boolean(
                "log_prompts",
                "Writes request bodies to a separate log with its own retention; only nginx can.",
                @default: LogPromptsDefault,
                example: "false"
            ),
            PromptRetention = s.Duration(
                "prompt_retention",
                "How long logged prompts are kept.",
                @default: PromptRetentionDefault,
                example: "30d"
            ),
            LokiUrl = s.Text(
                "loki_url",
                "Address of the Loki server that Fluent Bit sends the logs to.",
                @default: LokiUrlDefault,
                example: "https://loki.example.com:443",
                pattern: WebAddressPatterns.OriginPattern,
                meaning: WebAddressPatterns.OriginMeaning
            ),
            Controller = s.Text(
                "controller",
                "The controller under the GDPR, with contact details.",
                example: "Example GmbH, privacy@example.com"
            ),
            Dpo = s.Text("dpo", "Data protection officer, with contact details.", example: "dpo@example.com"),
            Purposes = s.Texts("purposes", "Purposes of the processing.", example: "[Answers to questions of our support staff]"),
            LegalBasis = s.Choice("legal_basis", "Legal basis of the processing.", LegalBases, example: "legitimate_interests"),
            DataCategories = s.Texts(
                "data_categories",
                "Kinds of personal data in prompts and answers.",
                example: "[names and contact data of customers]"
            ),
            DataSubjects = s.Texts("data_subjects", "Categories of people whose data it is.", example: "[customers, employees]"),
            Recipients = s.Texts(
                "recipients",
                "Recipients of the data, including processors; [] for none.",
                example: "[\"Example Hosting AG, processor\"]"
            ),
            Transfers = s.Texts(
                "transfers",
                "Countries outside the EEA that receive data, each with its safeguard under Chapter V of the GDPR; [] for none.",
                example: "[\"Switzerland, adequacy decision\"]"
            ),
            Location = s.Text("location", "Where the machines are located.", example: "Frankfurt am Main, Germany"),
        };
}
