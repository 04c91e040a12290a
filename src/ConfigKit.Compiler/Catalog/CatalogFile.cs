using System.Collections.Immutable;
using System.Text.Json;

namespace ConfigKit.Catalog;

/// <summary>The embedded data files. A file is parsed when something in it is asked for, and only then.</summary>
internal static class CatalogFile
{
    public const long Mega = 1_000_000;

    /// <summary>The text of an embedded data file.</summary>
    public static Stream Open(string name) => TryOpen(name) ?? throw new InvalidOperationException($"catalog/{name} is not embedded");

    /// <summary>Null where there is no such file.</summary>
    public static Stream? TryOpen(string name) => typeof(CatalogFile).Assembly.GetManifestResourceStream("catalog/" + name);

    internal static JsonDocument Load(string name)
    {
        using var stream = Open(name);
        return JsonDocument.Parse(stream);
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
