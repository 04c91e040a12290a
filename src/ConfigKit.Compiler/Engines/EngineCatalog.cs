using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>
/// Reads catalog/engines: &lt;name&gt;.json with the releases, &lt;name&gt;.flags.json and &lt;name&gt;.env.json with
/// their lists.
/// </summary>
internal static class EngineCatalog
{
    /// <summary>The release that is stated, else the newest.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="stated">As the user wrote it; null: none.</param>
    /// <param name="newest">The newest one that the catalogue knows.</param>
    /// <param name="own">The user's own entries, which win; null: none.</param>
    public static EngineRelease Release(Engine engine, string? stated, out Version newest, UserCatalog? own = null)
    {
        var entry = own?.Engine(engine.Name) ?? EntryOf(engine);
        newest = ReleaseNumber.Parse(entry.Newest);
        var text = stated ?? entry.Newest;
        var version = ReleaseNumber.Parse(text);
        return new EngineRelease
        {
            Engine = engine,
            Version = version,
            VersionText = text,
            DefaultMemoryFraction = entry.MemoryFraction.IsEmpty ? null : Since(entry.MemoryFraction, version),
            HasLatentCache = IsReached(entry.LatentCacheFrom, version),
            CountsCudaGraphs = IsReached(entry.CudaGraphsCountedFrom, version),
            DefaultPort = entry.DefaultPort,
            Image = entry.Image,
            AmdImage = entry.ImageAmd ?? "",
            ImageTag = entry.ImageTag.Replace("{version}", text, StringComparison.Ordinal),
            CudaVersion = Since(entry.Cuda, version) ?? "",
            FirstRelease = entry.ModelTypes.ToImmutableSortedDictionary(
                t => t.Key,
                t => ReleaseNumber.Parse(t.Value),
                StringComparer.Ordinal
            ),
            Sources = CatalogFile.TextsOf(entry.Sources),
        };
    }

    /// <summary>Every memory share that releases took by default, oldest first; empty where it is computed.</summary>
    public static ImmutableArray<(Version From, double Value)> MemoryFractions(Engine engine) =>
        [.. EntryOf(engine).MemoryFraction.Select(r => (ReleaseNumber.Parse(r.From), r.Value)).OrderBy(r => r.Item1)];

    /// <summary>Null where there is no list.</summary>
    public static EngineFlags? Flags(string engine)
    {
        var file = $"engines/{engine}.flags.json";
        return CatalogFile.TryReadWithoutLists<EngineFlagsEntry>(file) is { } entry
            ? new EngineFlags(entry.From, entry.Until, CatalogFile.List<string>(file, "flags"), CatalogFile.List<string>(file, "removed"))
            : null;
    }

    /// <summary>What its releases do with weights once they are read; null where nothing is known.</summary>
    public static EngineMemoryEntry? Memory(string engine) => CatalogFile.TryRead<EngineMemoryEntry>($"engines/{engine}.memory.json");

    public static EngineVariables Variables(string engine)
    {
        var file = $"engines/{engine}.env.json";
        var entry = CatalogFile.ReadWithoutLists<EngineVariablesEntry>(file);
        return new EngineVariables(entry.Prefix, entry.From, CatalogFile.List<string>(file, "names"), entry.Replaced);
    }

    private static EngineEntry EntryOf(Engine engine) => CatalogFile.Read<EngineEntry>($"engines/{engine.Name}.json");

    /// <summary>Whether the release is at or after the one named; true where none is.</summary>
    internal static bool IsReached(string? from, Version version) => from is null || version >= ReleaseNumber.Parse(from);

    /// <summary>The value of the last range that starts at or before <paramref name="version"/>.</summary>
    private static T? Since<T>(ImmutableArray<SinceVersion<T>> ranges, Version version) => ReleaseRanges.ValueAt(ranges, version);
}
