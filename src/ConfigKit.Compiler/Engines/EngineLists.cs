using System.Text.Json;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Engines;

/// <summary>What an engine's releases take and offer. Each list is a file of its own, read when it is first asked for.</summary>
/// <param name="engine">The engine's name.</param>
internal sealed class EngineLists(string engine)
{
    private readonly Lazy<EngineFlags?> _flags = new(() => Open(engine, "flags") is { } file ? new EngineFlags(file) : null);
    private readonly Lazy<JsonElement?> _words = new(() => Open(engine, "words"));
    private readonly Lazy<JsonElement?> _offers = new(() => Open(engine, "metrics"));
    private readonly Lazy<EngineVariables?> _variables = new(() => VariablesOf(engine));

    /// <summary>Its command line flags; null where no list is known.</summary>
    public EngineFlags? Flags => _flags.Value;

    /// <summary>Its environment variables; null where no list is known.</summary>
    public EngineVariables? Variables => _variables.Value;

    /// <summary>The metrics of its server; null where no list is known.</summary>
    public NameRanges? Metrics => _offers.Value is { } file ? new(file.GetProperty("metrics")) : null;

    /// <summary>The paths of its server; null where no list is known.</summary>
    public NameRanges? Routes => _offers.Value is { } file ? new(file.GetProperty("routes")) : null;

    /// <summary>Words of one kind: tool_call_parsers, kv_cache_dtypes; null where no list is known.</summary>
    public NameRanges? Words(string kind) =>
        _words.Value is { } file && file.GetProperty("sets").TryGetProperty(kind, out var words) ? new(words) : null;

    private static EngineVariables? VariablesOf(string engine) =>
        CatalogFile.TryRead($"engines/{engine}.env.json", CatalogJson.Default.EngineVariablesEntry) is { } entry
        && Open(engine, "env") is { } file
            ? new(entry.Prefix, new(file.GetProperty("names")), entry.Replaced)
            : null;

    private static JsonElement? Open(string engine, string list)
    {
        using var stream = CatalogFile.TryOpen($"engines/{engine}.{list}.json");
        if (stream is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
