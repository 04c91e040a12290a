using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>What carries the traffic between nodes.</summary>
internal enum FabricKind
{
    None,
    Ethernet,
    InfiniBand,
    Roce,
}

internal static class FabricKinds
{
    /// <summary>The word that stands for it in catalog/fabrics.json.</summary>
    public static string Word(this FabricKind kind) =>
        kind switch
        {
            FabricKind.None => "none",
            FabricKind.Ethernet => "ethernet",
            FabricKind.InfiniBand => "infiniband",
            FabricKind.Roce => "roce",
        };
}

/// <summary>The network between nodes.</summary>
/// <param name="Id">infiniband-ndr, roce-400g, ethernet-10g, …</param>
/// <param name="Bandwidth">Bytes per second of one port and direction.</param>
internal sealed record Fabric(string Id, FabricKind Kind, double Bandwidth, string Source)
{
    public ImmutableArray<string> Aliases { get; init; } = [];

    public bool IsRdmaCapable => Kind is FabricKind.InfiniBand or FabricKind.Roce;
}
