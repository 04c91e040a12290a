using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>The networks between nodes that are known by name.</summary>
internal static class Fabrics
{
    private const string File = "fabrics.json";
    private const double BytesPerGigabit = 1e9 / 8;

    public static ImmutableArray<Fabric> All() => [.. CatalogFile.Read(File, CatalogJson.Default.FabricsFile).Fabrics.Select(FromEntry)];

    public static Fabric? Find(string name)
    {
        var wanted = CatalogFile.HardwareKey(name);
        return
            CatalogFile.Find(File, "fabrics", "id", n => CatalogFile.HardwareKey(n) == wanted, CatalogJson.Default.FabricEntry) is { } entry
            ? FromEntry(entry)
            : null;
    }

    private static Fabric FromEntry(FabricEntry e) =>
        new(e.Id, e.Kind, e.Gbps * BytesPerGigabit, e.Sources.FirstOrDefault()?.Text ?? "") { Aliases = e.Aliases };
}
