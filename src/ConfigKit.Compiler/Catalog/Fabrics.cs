using System.Collections.Immutable;
using System.Text.Json;

namespace ConfigKit.Catalog;

/// <summary>The networks between nodes that are known by name.</summary>
internal static class Fabrics
{
    public static ImmutableArray<Fabric> All()
    {
        using var document = CatalogFile.Load("fabrics.json");
        return [.. document.RootElement.GetProperty("fabrics").EnumerateArray().Select(ReadFabric)];
    }

    public static Fabric? Find(string name) =>
        All().FirstOrDefault(f => f.Aliases.Append(f.Id).Any(n => CatalogFile.HardwareKey(n) == CatalogFile.HardwareKey(name)));

    private static Fabric ReadFabric(JsonElement e) =>
        new(
            CatalogFile.Text(e, "id"),
            Enum.GetValues<FabricKind>().First(k => k.Word() == CatalogFile.Text(e, "kind")),
            (CatalogFile.Number(e, "gbps") ?? 0) * 1000 * CatalogFile.Mega / 8,
            CatalogFile.Text(e, "source")
        )
        {
            Aliases = CatalogFile.Texts(e, "aliases"),
        };
}
