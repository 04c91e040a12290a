using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>The checkpoints that are known by name.</summary>
internal static class Models
{
    private const string File = "models.json";

    /// <summary>Organisations whose names may be left out.</summary>
    private static readonly ImmutableArray<string> Organisations =
    [
        "deepseek-ai",
        "nvidia",
        "redhatai",
        "neuralmagic", // RedHatAI's name of old
        "cognitivecomputations",
        "meituan",
    ];

    private static readonly CatalogList<ModelEntry> List = CatalogFile.List<ModelEntry>(File, "models", ModelKey);
    private static readonly CatalogList<FamilyEntry> Families = CatalogFile.List<FamilyEntry>(File, "families");

    /// <summary>The checkpoint of that id or alias, or null.</summary>
    public static Checkpoint? Find(string name) =>
        List.Find(name) is { } entry ? CheckpointReader.FromEntry(entry, List.Find, Families.Find) : null;

    /// <summary>Every checkpoint, in catalogue order.</summary>
    public static ImmutableArray<Checkpoint> All()
    {
        var file = CatalogFile.Read<ModelsFile>(File);
        var models = file.Models.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var families = file.Families.ToDictionary(f => f.Id, StringComparer.Ordinal);
        return [.. file.Models.Select(e => CheckpointReader.FromEntry(e, models.GetValueOrDefault, families.GetValueOrDefault))];
    }

    /// <summary>Ids of all checkpoints.</summary>
    public static ImmutableArray<string> Ids() => [.. List.Names()];

    /// <summary>Model names match without organisation.</summary>
    private static string ModelKey(string name)
    {
        var slash = name.IndexOf('/');
        var bare = slash >= 0 && Organisations.Contains(name[..slash], StringComparer.OrdinalIgnoreCase) ? name[(slash + 1)..] : name;
        return bare.StartsWith("deepseek-", StringComparison.OrdinalIgnoreCase) ? bare["deepseek-".Length..] : bare;
    }
}
