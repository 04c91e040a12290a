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
        "cognitivecomputations",
        "meituan",
    ];

    /// <summary>The checkpoint of that id or alias, or null.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <param name="own">The user's own entries, which win; null: none.</param>
    public static Checkpoint? Find(string name, UserCatalog? own = null)
    {
        using var document = CatalogFile.Parse(File);
        var (models, families) = (document.RootElement.GetProperty("models"), document.RootElement.GetProperty("families"));
        var wanted = ModelKey(name);
        if (
            (
                own?.Model(n => ModelKey(n) == wanted)
                ?? CatalogFile.Find(models, "id", n => ModelKey(n) == wanted, CatalogJson.Default.ModelEntry)
            )
            is not { } entry
        )
        {
            return null;
        }

        return CheckpointReader.FromEntry(
            entry,
            id => BelowOf(entry, id, own) ?? CatalogFile.Find(models, "id", n => n == id, CatalogJson.Default.ModelEntry),
            id => FamilyOf(id, own) ?? CatalogFile.Find(families, "id", n => n == id, CatalogJson.Default.FamilyEntry)
        );
    }

    /// <summary>Every checkpoint, in catalogue order, the user's own before ours.</summary>
    public static ImmutableArray<Checkpoint> All(UserCatalog own) =>
        [
            .. own.Models.Select(m => m.Id).Distinct().Select(id => Find(id, own)).OfType<Checkpoint>(),
            .. All().Where(m => !IsReplaced(m, own)),
        ];

    private static bool IsReplaced(Checkpoint model, UserCatalog own) => own.Models.Any(m => m.Id == model.Id);

    /// <summary>An entry that replaces one of ours may rest on it: then ours is meant, not itself.</summary>
    private static ModelEntry? BelowOf(ModelEntry entry, string id, UserCatalog? own) =>
        own?.Model(n => n == id) is { } below && below != entry ? below : null;

    private static FamilyEntry? FamilyOf(string id, UserCatalog? own) => own?.Families.LastOrDefault(f => f.Id == id);

    /// <summary>Every checkpoint, in catalogue order.</summary>
    public static ImmutableArray<Checkpoint> All()
    {
        var file = CatalogFile.Read(File, CatalogJson.Default.ModelsFile);
        var models = file.Models.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var families = file.Families.ToDictionary(f => f.Id, StringComparer.Ordinal);
        return [.. file.Models.Select(e => CheckpointReader.FromEntry(e, models.GetValueOrDefault, families.GetValueOrDefault))];
    }

    /// <summary>Ids of all checkpoints.</summary>
    public static ImmutableArray<string> Ids() => [.. CatalogFile.Read(File, CatalogJson.Default.ModelsFile).Models.Select(m => m.Id)];

    /// <summary>Model names match without organisation and case.</summary>
    internal static string ModelKey(string name)
    {
        var lower = name.ToLowerInvariant();
        if (lower.StartsWith("neuralmagic/", StringComparison.Ordinal))
        {
            lower = "redhatai/" + lower["neuralmagic/".Length..];
        }

        var slash = lower.IndexOf('/');
        var bare = slash >= 0 && Organisations.Contains(lower[..slash]) ? lower[(slash + 1)..] : lower;
        return bare.StartsWith("deepseek-", StringComparison.Ordinal) ? bare["deepseek-".Length..] : bare;
    }
}
