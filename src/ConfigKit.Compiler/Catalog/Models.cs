using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>The checkpoints that are known by name.</summary>
internal static class Models
{
    private const string File = "models.json";

    private static readonly CatalogList<ModelEntry> List = CatalogFile.List<ModelEntry>(File, "models");
    private static readonly CatalogList<FamilyEntry> Families = CatalogFile.List<FamilyEntry>(File, "families");

    /// <summary>The checkpoint of that id or alias, or null.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <param name="own">The user's own entries, which win; null: none.</param>
    public static Checkpoint? Find(string name, UserCatalog? own = null)
    {
        var wanted = CatalogKey.Model(name);
        return (own?.Model(n => CatalogKey.Model(n) == wanted) ?? List.Find(name)) is { } entry
            ? CheckpointReader.FromEntry(
                entry,
                id => BelowOf(entry, id, own) ?? List.Find(id),
                id => FamilyOf(id, own) ?? Families.Find(id)
            )
            : null;
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
        var file = CatalogFile.Read<ModelsFile>(File);
        var models = file.Models.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var families = file.Families.ToDictionary(f => f.Id, StringComparer.Ordinal);
        return [.. file.Models.Select(e => CheckpointReader.FromEntry(e, models.GetValueOrDefault, families.GetValueOrDefault))];
    }

    /// <summary>Ids of all checkpoints.</summary>
    public static ImmutableArray<string> Ids() => List.Names;
}
