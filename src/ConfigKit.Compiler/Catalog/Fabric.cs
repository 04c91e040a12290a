using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>The network between nodes.</summary>
/// <param name="Id">infiniband-ndr, roce-400g, ethernet-10g, …</param>
/// <param name="Kind">infiniband, roce, ethernet or none.</param>
/// <param name="Bandwidth">Bytes per second of one port and direction.</param>
internal sealed record Fabric(string Id, string Kind, double Bandwidth, string Source)
{
    public ImmutableArray<string> Aliases { get; init; } = [];

    public bool IsRdmaCapable => Kind is "infiniband" or "roce";
}
