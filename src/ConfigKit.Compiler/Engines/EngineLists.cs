using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Engines;

/// <summary>What an engine's releases take and offer.</summary>
/// <param name="engine">The engine's name.</param>
internal sealed class EngineLists(string engine)
{
    private readonly Lazy<EngineFlags?> _flags = new(() => FlagsOf($"engines/{engine}.flags.json"));
    private readonly Lazy<EngineWordsEntry?> _words = new(() => CatalogFile.TryRead<EngineWordsEntry>($"engines/{engine}.words.json"));
    private readonly Lazy<EngineVariables?> _variables = new(() => VariablesOf($"engines/{engine}.env.json"));

    /// <summary>Its command line flags; null where no list is known.</summary>
    public EngineFlags? Flags => _flags.Value;

    /// <summary>Its environment variables; null where no list is known.</summary>
    public EngineVariables? Variables => _variables.Value;

    /// <summary>The metrics of its server; null where no list is known.</summary>
    public NameRanges? Metrics => Offers("metrics");

    /// <summary>The paths of its server; null where no list is known.</summary>
    public NameRanges? Routes => Offers("routes");

    /// <summary>Words of one kind: tool_call_parsers, kv_cache_dtypes; null where no list is known.</summary>
    public NameRanges? Words(string kind) => _words.Value?.Sets.GetValueOrDefault(kind) is { } words ? new(words) : null;

    private NameRanges? Offers(string list) =>
        CatalogFile.TryReadWithoutLists<EngineMetricsEntry>($"engines/{engine}.metrics.json") is null
            ? null
            : new(CatalogFile.List<string>($"engines/{engine}.metrics.json", list));

    private static EngineFlags? FlagsOf(string file) =>
        CatalogFile.TryReadWithoutLists<EngineFlagsEntry>(file) is { } entry
            ? new(CatalogFile.List<FlagEntry>(file, "flags"), CatalogFile.List<string>(file, "removed"), entry.PairsFrom)
            : null;

    private static EngineVariables? VariablesOf(string file) =>
        CatalogFile.TryReadWithoutLists<EngineVariablesEntry>(file) is { } entry
            ? new(entry.Prefix, new(CatalogFile.List<string>(file, "names")), entry.Replaced)
            : null;
}
