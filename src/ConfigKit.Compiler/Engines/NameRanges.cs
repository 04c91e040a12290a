using System.Collections.Immutable;
using ConfigKit.Catalog;

namespace ConfigKit.Engines;

/// <summary>Names with the releases that have them, whose values in a catalogue file end in a range.</summary>
internal sealed class NameRanges
{
    private readonly Func<IEnumerable<string>> _names;
    private readonly Func<string, string?> _range;

    public NameRanges(CatalogList<string> list) => (_names, _range) = (() => list.Names, list.Find);

    public NameRanges(ImmutableSortedDictionary<string, string> names) => (_names, _range) = (() => names.Keys, names.GetValueOrDefault);

    public bool Has(string name, Version release) => _range(name) is { } range && ReleaseRange.Covers(Bare(range), release);

    /// <summary>All that the release has.</summary>
    public IEnumerable<string> At(Version release) => _names().Where(n => Has(n, release));

    /// <summary>The first later release that has it; null: none.</summary>
    public Version? NextAfter(string name, Version release) =>
        _range(name) is { } range ? ReleaseRange.NextAfter(Bare(range), release) : null;

    /// <summary>A metric's kind stands before its range.</summary>
    private static string Bare(string text) =>
        !char.IsAsciiLetter(text.FirstOrDefault()) ? text
        : text.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var at ? text[(at + 1)..]
        : "";
}
