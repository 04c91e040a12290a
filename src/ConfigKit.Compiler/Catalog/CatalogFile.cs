using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>The embedded data files. A file is parsed when something in it is asked for; of a list only the wanted entry is read.</summary>
internal static class CatalogFile
{
    /// <summary>The bytes of an embedded data file.</summary>
    public static Stream Open(string name) => TryOpen(name) ?? throw new InvalidOperationException($"catalog/{name} is not embedded");

    /// <summary>Null where there is no such file.</summary>
    public static Stream? TryOpen(string name) => typeof(CatalogFile).Assembly.GetManifestResourceStream("catalog/" + name);

    /// <summary>A file, whole; null where there is no such file.</summary>
    public static T? TryRead<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        using var stream = TryOpen(name);
        return stream is null ? null : JsonSerializer.Deserialize(stream, type);
    }

    /// <summary>A file, whole.</summary>
    public static T Read<T>(string name, JsonTypeInfo<T> type)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidOperationException($"catalog/{name} is null");
    }

    /// <summary>The first entry of a list whose <paramref name="key"/> or one of whose aliases is wanted; null: there is none.</summary>
    public static T? Find<T>(string name, string list, string key, Func<string, bool> isWanted, JsonTypeInfo<T> type)
        where T : class
    {
        using var document = Parse(name);
        return Find(document.RootElement.GetProperty(list), key, isWanted, type);
    }

    /// <summary>A file as a tree, of which only what is wanted is read further.</summary>
    public static JsonDocument Parse(string name)
    {
        using var stream = Open(name);
        return JsonDocument.Parse(stream);
    }

    /// <summary>The same in a list of a file that is open already.</summary>
    public static T? Find<T>(JsonElement list, string key, Func<string, bool> isWanted, JsonTypeInfo<T> type)
        where T : class
    {
        foreach (var entry in list.EnumerateArray())
        {
            if (NamesOf(entry, key).Any(isWanted))
            {
                return entry.Deserialize(type);
            }
        }

        return null;
    }

    public static ImmutableArray<string> TextsOf(ImmutableArray<SourceEntry> sources) => [.. sources.Select(s => s.Text)];

    /// <summary>GPU and fabric names match without case, punctuation and vendor.</summary>
    internal static string HardwareKey(string name) =>
        string.Concat(name.ToLowerInvariant().Replace("nvidia", "", StringComparison.Ordinal).Where(char.IsLetterOrDigit));

    private static IEnumerable<string> NamesOf(JsonElement entry, string key)
    {
        yield return entry.GetProperty(key).GetString() ?? "";
        if (entry.TryGetProperty("aliases", out var aliases))
        {
            foreach (var alias in aliases.EnumerateArray())
            {
                yield return alias.GetString() ?? "";
            }
        }
    }
}
