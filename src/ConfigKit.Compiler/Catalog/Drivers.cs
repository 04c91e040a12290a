using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>Which driver a CUDA version needs.</summary>
internal static class Drivers
{
    /// <summary>The drivers that CUDA versions need, newest first.</summary>
    public static DriverTable Table()
    {
        var file = CatalogFile.Read<DriversFile>("drivers.json");
        return new([.. file.Toolkits.Select(t => (t.Toolkit, t.LinuxDriver))], file.MinorVersionCompatibility);
    }
}

/// <summary>Which driver a CUDA version needs.</summary>
/// <param name="Toolkits">Toolkit ("12.8 GA") and the driver that it brings, newest first.</param>
/// <param name="MinorCompatibility">Major version to the lowest driver on which any toolkit of it loads.</param>
internal sealed record DriverTable(
    ImmutableArray<(string Toolkit, string Driver)> Toolkits,
    ImmutableSortedDictionary<string, string> MinorCompatibility
);
