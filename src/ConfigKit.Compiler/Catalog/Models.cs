using System.Collections.Immutable;
using System.Text.Json;

namespace ConfigKit.Catalog;

/// <summary>The checkpoints that are known by name.</summary>
internal static class Models
{
    /// <summary>The checkpoint of that id or alias, or null.</summary>
    public static Checkpoint? Find(string name)
    {
        using var document = CatalogFile.Load("models.json");
        var wanted = ModelKey(name);
        foreach (var group in (ReadOnlySpan<string>)["models", "derived"])
        {
            foreach (var entry in document.RootElement.GetProperty(group).EnumerateArray())
            {
                if (CatalogFile.Names(entry).Any(n => ModelKey(n) == wanted))
                {
                    return ReadModel(entry, document.RootElement);
                }
            }
        }

        return null;
    }

    /// <summary>Every checkpoint, in catalogue order.</summary>
    public static ImmutableArray<Checkpoint> All()
    {
        using var document = CatalogFile.Load("models.json");
        return
        [
            .. document
                .RootElement.GetProperty("models")
                .EnumerateArray()
                .Concat(document.RootElement.GetProperty("derived").EnumerateArray())
                .Select(e => ReadModel(e, document.RootElement)),
        ];
    }

    /// <summary>Ids of all checkpoints.</summary>
    public static ImmutableArray<string> Ids()
    {
        using var document = CatalogFile.Load("models.json");
        return
        [
            .. document
                .RootElement.GetProperty("models")
                .EnumerateArray()
                .Concat(document.RootElement.GetProperty("derived").EnumerateArray())
                .Select(e => CatalogFile.Text(e, "id")),
        ];
    }

    private static Checkpoint ReadModel(JsonElement entry, JsonElement root)
    {
        var described = entry;
        if (entry.TryGetProperty("base", out var baseId))
        {
            described = root.GetProperty("models").EnumerateArray().First(e => CatalogFile.Text(e, "id") == baseId.GetString());
        }

        var quantization = entry.TryGetProperty("quantization_config", out var own) ? own : default;
        var checkpoint = HuggingFaceConfig.Read(described.GetProperty("config"), quantization, CatalogFile.Text(entry, "id"));
        var published = described.GetProperty("published");
        return checkpoint with
        {
            Family = CatalogFile.Text(described, "family"),
            IsCatalogued = true,
            PublishedBytes = entry.TryGetProperty("checkpoint", out var bytes) ? bytes.GetProperty("bytes").GetInt64() : null,
            PublishedParametersBillion = CatalogFile.Number(published, "parameters_billion"),
            Sources = CatalogFile.Texts(entry, "sources"),
            Notes = CatalogFile.Text(entry, "notes"),
        };
    }

    /// <summary>Model names match without organisation and case.</summary>
    private static string ModelKey(string name)
    {
        var lower = name.ToLowerInvariant();
        if (lower.StartsWith("neuralmagic/", StringComparison.Ordinal))
        {
            lower = "redhatai/" + lower["neuralmagic/".Length..];
        }

        var slash = lower.IndexOf('/');
        var bare =
            slash >= 0 && lower.AsSpan(0, slash) is "deepseek-ai" or "nvidia" or "redhatai" or "cognitivecomputations" or "meituan"
                ? lower[(slash + 1)..]
                : lower;
        return bare.StartsWith("deepseek-", StringComparison.Ordinal) ? bare["deepseek-".Length..] : bare;
    }
}
