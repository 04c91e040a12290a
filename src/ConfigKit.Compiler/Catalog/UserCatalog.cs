using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>What the user's own files add to the catalogue. The last entry of a name wins, and before any of ours.</summary>
internal sealed record UserCatalog(
    ImmutableArray<FamilyEntry> Families,
    ImmutableArray<ModelEntry> Models,
    ImmutableArray<Accelerator> Accelerators,
    ImmutableArray<EngineEntry> Engines
)
{
    public static UserCatalog Empty { get; } = new([], [], [], []);

    public ModelEntry? Model(Func<string, bool> isWanted) => Models.LastOrDefault(m => m.Aliases.Append(m.Id).Any(isWanted));

    public Accelerator? Accelerator(Func<string, bool> isWanted) =>
        Accelerators.LastOrDefault(a => a.Aliases.Append(a.Id).Append(a.ProductLabel).Any(isWanted));

    public EngineEntry? Engine(string name) => Engines.LastOrDefault(e => e.Engine == name);

    /// <summary>These entries, then those of a later file.</summary>
    public UserCatalog With(UserCatalog later) =>
        new(
            Families.AddRange(later.Families),
            Models.AddRange(later.Models),
            Accelerators.AddRange(later.Accelerators),
            Engines.AddRange(later.Engines)
        );
}
