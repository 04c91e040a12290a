using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Tests.Catalog;

/// <summary>The files of catalog/ as they lie in the checkout.</summary>
internal static class CatalogFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "catalog");

    /// <summary>Paths below catalog/, with slashes.</summary>
    public static IEnumerable<string> Names { get; } =
    [
        .. Directory
            .EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>What reads a file; null: nothing does.</summary>
    public static JsonTypeInfo? ReaderOf(string name) =>
        name.Split('/') switch
        {
            ["models.json"] => CatalogJson.Default.ModelsFile,
            ["accelerators", _] => CatalogJson.Default.AcceleratorsFile,
            ["fabrics.json"] => CatalogJson.Default.FabricsFile,
            ["drivers.json"] => CatalogJson.Default.DriversFile,
            ["engines", var list] when list.EndsWith(".flags.json", StringComparison.Ordinal) => CatalogJson.Default.EngineFlagsEntry,
            ["engines", var list] when list.EndsWith(".env.json", StringComparison.Ordinal) => CatalogJson.Default.EngineVariablesEntry,
            ["engines", var list] when list.EndsWith(".words.json", StringComparison.Ordinal) => CatalogJson.Default.EngineWordsEntry,
            ["engines", var list] when list.EndsWith(".metrics.json", StringComparison.Ordinal) => CatalogJson.Default.EngineMetricsEntry,
            ["engines", "vllm.kv.json"] => CatalogJson.Default.VllmCacheEntry,
            ["engines", "sglang.kv.json"] => CatalogJson.Default.SglangCacheEntry,
            ["engines", var list] when list.EndsWith(".memory.json", StringComparison.Ordinal) => CatalogJson.Default.EngineMemoryEntry,
            ["engines", _] => CatalogJson.Default.EngineEntry,
            ["nccl.json"] => CatalogJson.Default.NcclFile,
            _ => null,
        };

    /// <summary>What is wrong with the text of a file, with file, entry and field; empty: nothing.</summary>
    public static string Fault(string name, string text)
    {
        if (ReaderOf(name) is not { } reader)
        {
            return $"catalog/{name}: no record reads this file; give it one in {nameof(CatalogJson)}";
        }

        try
        {
            JsonSerializer.Deserialize(text, reader);
            return "";
        }
        catch (JsonException e)
        {
            var path = e.Path ?? "";
            var place = e.Message.Contains(path, StringComparison.Ordinal) ? "" : $" Path: {path}";
            return $"catalog/{name}: {EntryAt(text, path)}{e.Message}{place}";
        }
    }

    /// <summary>The name by which an entry is found, or null.</summary>
    public static string? NameOf(JsonObject entry) =>
        (entry["id"] ?? entry["name"] ?? entry["kind"] ?? entry["engine"] ?? entry["toolkit"])?.ToString();

    /// <summary>"h100-sxm5-80gb: " for $.accelerators[21].bandwidth.</summary>
    private static string EntryAt(string text, string path)
    {
        var parts = path.Split('[', ']');
        return
            parts.Length > 2
            && int.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out var index)
            && JsonNode.Parse(text)?[parts[0].Trim('$', '.')] is JsonArray list
            && list[index] is JsonObject entry
            ? $"{NameOf(entry)}: "
            : "";
    }
}
