using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Catalog;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>Reads catalog/engines: &lt;name&gt;.json with the releases, &lt;name&gt;.flags.json and &lt;name&gt;.env.json with their lists.</summary>
internal static class EngineCatalog
{
    /// <summary>The release that is stated, else the newest.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="stated">As the user wrote it; null: none.</param>
    /// <param name="newest">The newest one that the catalogue knows.</param>
    public static EngineRelease Release(Engine engine, string? stated, out Version newest)
    {
        using var document = CatalogFile.Load($"engines/{engine.Name}.json");
        var entry = document.RootElement;
        newest = ReleaseNumber.Parse(CatalogFile.Text(entry, "newest"));
        var text = stated ?? CatalogFile.Text(entry, "newest");
        var version = ReleaseNumber.Parse(text);
        return new EngineRelease
        {
            Engine = engine,
            Version = version,
            VersionText = text,
            DefaultMemoryFraction = Since(entry, "memory_fraction", version)?.GetDouble(),
            HasLatentCache = IsReached(entry, "latent_cache_from", version),
            CountsCudaGraphs = IsReached(entry, "cuda_graphs_counted_from", version),
            DefaultPort = (int)(CatalogFile.Number(entry, "default_port") ?? 8000),
            Image = CatalogFile.Text(entry, "image"),
            AmdImage = CatalogFile.Text(entry, "image_amd"),
            ImageTag = CatalogFile.Text(entry, "image_tag").Replace("{version}", text, StringComparison.Ordinal),
            CudaVersion = Since(entry, "cuda", version)?.GetString() ?? "",
            FirstRelease = entry.TryGetProperty("model_types", out var types)
                ? types
                    .EnumerateObject()
                    .ToImmutableSortedDictionary(t => t.Name, t => ReleaseNumber.Parse(t.Value.GetString() ?? ""), StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, Version>.Empty,
            Sources = CatalogFile.Texts(entry, "sources"),
        };
    }

    /// <summary>Every memory share that releases took by default, oldest first; empty where it is computed.</summary>
    public static ImmutableArray<(Version From, double Value)> MemoryFractions(Engine engine)
    {
        using var document = CatalogFile.Load($"engines/{engine.Name}.json");
        return document.RootElement.TryGetProperty("memory_fraction", out var ranges)
            ?
            [
                .. ranges
                    .EnumerateArray()
                    .Select(r => (ReleaseNumber.Parse(CatalogFile.Text(r, "from")), r.GetProperty("value").GetDouble()))
                    .OrderBy(r => r.Item1),
            ]
            : [];
    }

    /// <summary>Null where there is no list.</summary>
    public static EngineFlags? Flags(string engine)
    {
        if (CatalogFile.TryOpen($"engines/{engine}.flags.json") is not { } stream)
        {
            return null;
        }

        using (stream)
        {
            using var document = JsonDocument.Parse(stream);
            var entry = document.RootElement;
            return new EngineFlags(
                ReleaseNumber.Parse(CatalogFile.Text(entry, "from")),
                ReleaseNumber.Parse(CatalogFile.Text(entry, "before")),
                CatalogFile.Texts(entry, "flags"),
                CatalogFile.Texts(entry, "removed")
            );
        }
    }

    public static EngineVariables Variables(string engine)
    {
        using var document = CatalogFile.Load($"engines/{engine}.env.json");
        var entry = document.RootElement;
        return new EngineVariables(
            CatalogFile.Text(entry, "prefix"),
            ReleaseNumber.Parse(CatalogFile.Text(entry, "from")),
            [.. CatalogFile.Texts(entry, "names")],
            entry
                .GetProperty("replaced")
                .EnumerateObject()
                .ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal)
        );
    }

    /// <summary>Whether the release is at or after the one named; true where none is.</summary>
    private static bool IsReached(JsonElement entry, string name, Version version) =>
        CatalogFile.Text(entry, name) is not { Length: > 0 } from || version >= ReleaseNumber.Parse(from);

    /// <summary>The value of the last range that starts at or before <paramref name="version"/>.</summary>
    private static JsonElement? Since(JsonElement entry, string name, Version version)
    {
        JsonElement? found = null;
        Version? best = null;
        if (entry.TryGetProperty(name, out var ranges))
        {
            foreach (var range in ranges.EnumerateArray())
            {
                var from = ReleaseNumber.Parse(CatalogFile.Text(range, "from"));
                if (from <= version && (best is null || from > best))
                {
                    (found, best) = (range.GetProperty("value"), from);
                }
            }
        }

        return found;
    }
}
