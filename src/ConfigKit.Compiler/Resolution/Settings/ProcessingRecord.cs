using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>What the user says of the processing of personal data (GDPR Art. 30). Null or empty: it is left open in the record.</summary>
internal sealed record ProcessingRecord
{
    public string? Controller { get; init; }

    /// <summary>Data protection officer.</summary>
    public string? Dpo { get; init; }

    public required ImmutableArray<string> Purposes { get; init; }
    public LawfulBasis? LegalBasis { get; init; }
    public required ImmutableArray<string> DataCategories { get; init; }
    public required ImmutableArray<string> DataSubjects { get; init; }

    /// <summary>Empty: nobody; null: not said.</summary>
    public ImmutableArray<string>? Recipients { get; init; }

    /// <summary>Empty: none; null: not said.</summary>
    public ImmutableArray<string>? Transfers { get; init; }

    public string? Location { get; init; }

    public static ProcessingRecord Resolve(ComplianceSection? stated) =>
        new()
        {
            Controller = stated?.Controller,
            Dpo = stated?.Dpo,
            Purposes = OrEmpty(stated?.Purposes),
            LegalBasis = stated?.LegalBasis,
            DataCategories = OrEmpty(stated?.DataCategories),
            DataSubjects = OrEmpty(stated?.DataSubjects),
            Recipients = OrNull(stated?.Recipients),
            Transfers = OrNull(stated?.Transfers),
            Location = stated?.Location,
        };

    private static ImmutableArray<string> OrEmpty(ImmutableArray<string>? list) => OrNull(list) ?? [];

    private static ImmutableArray<string>? OrNull(ImmutableArray<string>? list) => list is { IsDefault: false } ? list : null;
}
