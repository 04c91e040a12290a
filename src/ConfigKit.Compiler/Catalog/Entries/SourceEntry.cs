using System.Collections.Immutable;

namespace ConfigKit.Catalog.Entries;

/// <summary>Where numbers of an entry come from.</summary>
internal sealed record SourceEntry
{
    /// <summary>What was read, in words: the report prints it.</summary>
    public required string Text { get; init; }

    /// <summary>A link to it: https, or a path in this repository for what was measured here. Null: it has no address.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// The numbers that stand there, as paths in the entry ("bandwidth_gb_s", "config.hidden_size"); a path covers what lies below it.
    /// Empty where it was not looked up which ones do.
    /// </summary>
    public ImmutableArray<string> Numbers
    {
        get => field.IsDefault ? [] : field;
        init;
    }
}
