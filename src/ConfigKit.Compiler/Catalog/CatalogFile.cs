using System.Collections.Immutable;
using System.Text.Json;

namespace ConfigKit.Catalog;

/// <summary>The embedded data files. A file is parsed when something in it is asked for, and only then.</summary>
internal static class CatalogFile
{
    public const long Mega = 1_000_000;

    /// <summary>The text of an embedded data file.</summary>
    public static Stream Open(string name) =>
        typeof(CatalogFile).Assembly.GetManifestResourceStream("catalog/" + name)
        ?? throw new InvalidOperationException($"catalog/{name} is not embedded");

    internal static JsonDocument Load(string name)
    {
        using var stream = Open(name);
        return JsonDocument.Parse(stream);
    }

    /// <summary>The entry of an engine in engines.json, cloned.</summary>
    public static JsonElement Engine(string kind)
    {
        using var document = Load("engines.json");
        foreach (var entry in document.RootElement.GetProperty("engines").EnumerateArray())
        {
            if (Text(entry, "kind") == kind)
            {
                return entry.Clone();
            }
        }

        throw new InvalidOperationException($"engines.json has no entry for {kind}");
    }

    internal static IEnumerable<string> Names(JsonElement entry) => Texts(entry, "aliases").Prepend(Text(entry, "id"));

    /// <summary>GPU and fabric names match without case, punctuation and vendor.</summary>
    internal static string HardwareKey(string name) =>
        string.Concat(name.ToLowerInvariant().Replace("nvidia", "", StringComparison.Ordinal).Where(char.IsLetterOrDigit));

    internal static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    internal static double? Number(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    internal static ImmutableArray<string> Texts(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(v => v.GetString() ?? "")]
            : [];
}
