using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>A list of a file, as its generated code offers it.</summary>
/// <param name="Key">How its names match.</param>
/// <param name="Names">The name of each entry without aliases, in order.</param>
/// <param name="Places">Where the entries of a key are in the list.</param>
/// <param name="Entry">Makes the entry at a place.</param>
internal sealed record CatalogEntries(
    NameKey Key,
    Func<ImmutableArray<string>> Names,
    Func<string, ImmutableArray<int>> Places,
    Func<int, object> Entry
);

/// <summary>A list of the catalogue, of which only the wanted entries are made.</summary>
internal sealed class CatalogList<T>(CatalogEntries entries)
    where T : class
{
    public ImmutableArray<string> Names => entries.Names();

    /// <summary>The first entry with that name or alias, or null.</summary>
    public T? Find(string name) => entries.Places(CatalogKey.Of(entries.Key, name)) is [var first, ..] ? At(first) : null;

    /// <summary>Every entry with that name or alias.</summary>
    public ImmutableArray<T> All(string name) => [.. entries.Places(CatalogKey.Of(entries.Key, name)).Select(At)];

    /// <summary>Every entry with that product label.</summary>
    public ImmutableArray<T> WithLabel(string label) =>
        [.. entries.Places(CatalogKey.LabelMark + CatalogKey.Of(entries.Key, label)).Select(At)];

    private T At(int place) => (T)entries.Entry(place);
}
