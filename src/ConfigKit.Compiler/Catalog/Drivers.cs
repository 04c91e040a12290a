using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>Which driver a CUDA version needs.</summary>
internal static class Drivers
{
    /// <summary>The drivers that CUDA versions need, newest first.</summary>
    public static DriverTable Table()
    {
        using var document = CatalogFile.Load("drivers.json");
        var root = document.RootElement;
        return new DriverTable(
            [
                .. root.GetProperty("toolkits")
                    .EnumerateArray()
                    .Select(t => (CatalogFile.Text(t, "toolkit"), CatalogFile.Text(t, "linux_driver"))),
            ],
            root.GetProperty("minor_version_compatibility")
                .EnumerateObject()
                .ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal)
        );
    }
}

/// <summary>Which driver a CUDA version needs.</summary>
/// <param name="Toolkits">Toolkit ("12.8 GA") and the driver that it brings, newest first.</param>
/// <param name="MinorCompatibility">Major version to the lowest driver on which any toolkit of it loads.</param>
internal sealed record DriverTable(
    ImmutableArray<(string Toolkit, string Driver)> Toolkits,
    ImmutableSortedDictionary<string, string> MinorCompatibility
);
