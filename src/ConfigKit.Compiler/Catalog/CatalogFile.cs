using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>The files of the catalogue as records. The build makes code of them: nothing is parsed, and a list makes the wanted entry alone.</summary>
internal static partial class CatalogFile
{
    /// <summary>A file, whole; null where there is no such file.</summary>
    public static T? TryRead<T>(string file)
        where T : class => (T?)Whole(file);

    /// <summary>A file, whole.</summary>
    public static T Read<T>(string file)
        where T : class => TryRead<T>(file) ?? throw new InvalidOperationException($"there is no catalog/{file}");

    /// <param name="file">The file.</param>
    /// <param name="list">The list in it, which has <see cref="FoundByNameAttribute"/>.</param>
    /// <param name="key">What the names for one entry have in common, whatever their case; null: names match as they are.</param>
    public static CatalogList<T> List<T>(string file, string list, Func<string, string>? key = null)
        where T : class
    {
        var entries = Entries(file, list) ?? throw new InvalidOperationException($"there is no {list} in catalog/{file}");
        return new(entries, key ?? (name => name), key is null ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
    }

    public static ImmutableArray<string> TextsOf(ImmutableArray<SourceEntry> sources) => [.. sources.Select(s => s.Text)];

    /// <summary>GPU and fabric names match without punctuation and vendor.</summary>
    internal static string HardwareKey(string name)
    {
        var bare = name.Replace("nvidia", "", StringComparison.OrdinalIgnoreCase);
        var (key, length) = (new char[bare.Length], 0);
        foreach (var c in bare)
        {
            if (char.IsLetterOrDigit(c))
            {
                key[length++] = c;
            }
        }

        return length == bare.Length ? bare : new string(key, 0, length);
    }

    // ConfigKit.CatalogGenerator writes these.
    private static partial object? Whole(string file);

    private static partial CatalogEntries? Entries(string file, string list);
}
