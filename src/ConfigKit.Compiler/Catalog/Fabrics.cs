using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>The networks between nodes that are known by name.</summary>
internal static class Fabrics
{
    private const string File = "fabrics.json";
    private const double BytesPerGigabit = 1e9 / 8;

    private static readonly CatalogList<FabricEntry> List = CatalogFile.List<FabricEntry>(File, "fabrics");

    public static ImmutableArray<Fabric> All() => [.. CatalogFile.Read<FabricsFile>(File).Fabrics.Select(FromEntry)];

    public static Fabric? Find(string name) => List.Find(name) is { } entry ? FromEntry(entry) : null;

    private static Fabric FromEntry(FabricEntry e) =>
        new(e.Id, e.Kind, e.Gbps * BytesPerGigabit, e.Sources.FirstOrDefault()?.Text ?? "") { Aliases = e.Aliases };
}
