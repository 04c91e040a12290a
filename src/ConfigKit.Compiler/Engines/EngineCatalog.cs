using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>Reads catalog/engines/&lt;name&gt;.json: what an engine's releases do by default and need.</summary>
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
        var known = entry.Releases.Append(entry.Newest).Select(ReleaseNumber.Parse).Distinct().Order().ToImmutableArray();
        newest = known[^1];
        var text = stated ?? entry.Newest;
        var number = ReleaseNumber.Parse(text);

        // A newer one is judged as the newest; one between two that were read as the lower, which ranges do by themselves.
        var version = number > newest ? newest : number;
        return new EngineRelease
        {
            Engine = engine,
            Version = version,
            VersionText = text,
            IsNewer = number > newest,
            Nearest = number > newest || known.Contains(number) ? "" : Nearest(number, known).ToString(),
            DefaultMemoryFraction = entry.MemoryFraction.IsEmpty ? null : ReleaseRanges.ValueAt(entry.MemoryFraction, version),
            DefaultBatchedTokens = ReleaseRanges.ValueAt(entry.BatchedTokens, version),
            DefaultSequences = ReleaseRanges.ValueAt(entry.Sequences, version),
            SmallGpus = ReleaseRanges.ValueAt(entry.SmallGpus, version),
            HasLatentCache = IsReached(entry.LatentCacheFrom, version),
            CountsCudaGraphs = IsReached(entry.CudaGraphsCountedFrom, version),
            ChoosesTokenizer = entry.TokenizerChosenFrom is { } chosen && version >= ReleaseNumber.Parse(chosen),
            SplitsPrompts = IsReached(entry.ChunkedPrefillFrom, version),
            NodesStartedFrom = NodesStartedFrom(entry),
            DefaultPort = entry.DefaultPort,
            Image = entry.Image,
            AmdImage = entry.ImageAmd ?? "",
            ImageTag = entry.ImageTag.Replace("{version}", text, StringComparison.Ordinal),
            CudaVersion = ReleaseRanges.ValueAt(entry.Cuda, version) ?? "",
            Architectures = ReleaseRanges.ValueAt(entry.Architectures, version) is { IsDefault: false } built ? built : [],
            FirstRelease = entry.ModelTypes.ToImmutableSortedDictionary(
                t => t.Key,
                t => ReleaseNumber.Parse(t.Value),
                StringComparer.Ordinal
            ),
            BenchmarkModule = ReleaseRanges.ValueAt(entry.BenchmarkModule, version) ?? "",
            UnknownModels = entry.UnknownModelTypes,
            Sources = CatalogFile.TextsOf(entry.Sources),
        };
    }

    /// <summary>Every memory share that releases took by default, oldest first; empty where it is computed.</summary>
    public static ImmutableArray<(Version From, double Value)> MemoryFractions(Engine engine) =>
        [.. EntryOf(engine).MemoryFraction.Select(r => (ReleaseNumber.Parse(r.From), r.Value)).OrderBy(r => r.Item1)];

    /// <summary>The first release that starts several nodes without another program; null: none does.</summary>
    public static Version? NodesStartedFrom(Engine engine) => NodesStartedFrom(EntryOf(engine));

    private static Version? NodesStartedFrom(EngineEntry entry) => entry.NodesStartedFrom is { } from ? ReleaseNumber.Parse(from) : null;

    /// <summary>Compute capabilities that release images are built for, oldest first, each from a release on.</summary>
    public static ImmutableArray<(string From, ImmutableArray<string> Value)> Architectures(Engine engine, UserCatalog own) =>
        [
            .. (own.Engine(engine.Name) ?? EntryOf(engine))
                .Architectures.OrderBy(r => ReleaseNumber.Parse(r.From))
                .Select(r => (r.From, r.Value)),
        ];

    private static EngineEntry EntryOf(Engine engine) => CatalogFile.Read<EngineEntry>($"engines/{engine.Name}.json");

    /// <summary>Whether the release is at or after the one named; true where none is.</summary>
    internal static bool IsReached(string? from, Version version) => from is null || version >= ReleaseNumber.Parse(from);

    /// <summary>The known release whose numbers differ least, the first ones most; the newer of two.</summary>
    private static Version Nearest(Version number, ImmutableArray<Version> known) =>
        number == new Version(0, 0, 0)
            ? known[^1]
            : known
                .Reverse()
                .MinBy(k => (Math.Abs(k.Major - number.Major), Math.Abs(k.Minor - number.Minor), Math.Abs(k.Build - number.Build)))!;
}
