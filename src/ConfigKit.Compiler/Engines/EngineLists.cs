using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Engines;

/// <summary>What an engine's releases take and offer.</summary>
/// <param name="engine">The engine's name.</param>
internal sealed class EngineLists(string engine)
{
    private readonly Lazy<EngineFlags?> _flags = new(() => FlagsOf($"engines/{engine}.flags.json"));
    private readonly Lazy<EngineVariables?> _variables = new(() => VariablesOf($"engines/{engine}.env.json"));

    /// <summary>Its command line flags; null where no list is known.</summary>
    public EngineFlags? Flags => _flags.Value;

    /// <summary>Its environment variables; null where no list is known.</summary>
    public EngineVariables? Variables => _variables.Value;

    /// <summary>The metrics of its server; null where no list is known.</summary>
    public NameRanges? Metrics =>
        CatalogFile.TryList<string>($"engines/{engine}.metrics.json", "metrics") is { } metrics ? new(metrics) : null;

    /// <summary>Words of one kind: tool_call_parsers, kv_cache_dtypes; null where no list is known.</summary>
    public NameRanges? Words(string kind) =>
        CatalogFile.TryList<ImmutableSortedDictionary<string, string>>($"engines/{engine}.words.json", "sets")?.Find(kind) is { } words
            ? new(words)
            : null;

    private static EngineFlags? FlagsOf(string file) =>
        CatalogFile.TryReadWithoutLists<EngineFlagsEntry>(file) is { } entry
            ? new(CatalogFile.List<FlagEntry>(file, "flags"), CatalogFile.List<string>(file, "removed"), entry.PairsFrom)
            : null;

    private static EngineVariables? VariablesOf(string file) =>
        CatalogFile.TryReadWithoutLists<EngineVariablesEntry>(file) is { } entry
            ? new(entry.Prefix, new(CatalogFile.List<string>(file, "names")), entry.Replaced)
            : null;
}
