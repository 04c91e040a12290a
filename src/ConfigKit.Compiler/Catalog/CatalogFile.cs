using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>
/// The files of the catalogue as records. The build makes code of them: nothing is parsed, and a list makes the wanted entry alone.
/// </summary>
internal static partial class CatalogFile
{
    /// <summary>A file, whole; null where there is no such file.</summary>
    public static T? TryRead<T>(string file)
        where T : class => (T?)Whole(file);

    /// <summary>A file, whole.</summary>
    public static T Read<T>(string file)
        where T : class => TryRead<T>(file) ?? throw new InvalidOperationException($"there is no catalog/{file}");

    /// <summary>A file without its lists that entries are found in by name: they are empty.</summary>
    public static T? TryReadWithoutLists<T>(string file)
        where T : class => (T?)WithoutLists(file);

    /// <summary>The same, which must be there.</summary>
    public static T ReadWithoutLists<T>(string file)
        where T : class => TryReadWithoutLists<T>(file) ?? throw new InvalidOperationException($"there is no catalog/{file}");

    /// <summary>A list or map that has <see cref="FoundByNameAttribute"/>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="list">The member of its object.</param>
    public static CatalogList<T> List<T>(string file, string list)
        where T : class => TryList<T>(file, list) ?? throw new InvalidOperationException($"there is no {list} in catalog/{file}");

    /// <summary>The same; null where there is no such list.</summary>
    public static CatalogList<T>? TryList<T>(string file, string list)
        where T : class => Entries(file, list) is { } entries ? new(entries) : null;

    public static ImmutableArray<string> TextsOf(ImmutableArray<SourceEntry> sources) => [.. sources.Select(s => s.Text)];

    // ConfigKit.CatalogGenerator writes these.
    private static partial object? Whole(string file);

    private static partial object? WithoutLists(string file);

    private static partial CatalogEntries? Entries(string file, string list);
}
