using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>How the nodes reach each other over their fabric.</summary>
internal sealed record NetworkSettings
{
    public required Setting<int> NicsPerNode { get; init; }

    /// <summary>Bytes per second of one port in one direction; null: the fabric's.</summary>
    public long? PortBandwidth { get; init; }

    public required Setting<bool> IsRdma { get; init; }
    public required Setting<bool> IsGpudirect { get; init; }

    /// <summary>Network interface through which ranks find each other.</summary>
    public required Setting<string> Interface { get; init; }

    /// <summary>RDMA devices that NCCL may use; empty: all active ones.</summary>
    public required ImmutableArray<string> Hca { get; init; }

    /// <summary>Null: NCCL picks it.</summary>
    public int? GidIndex { get; init; }

    /// <summary>Null: NCCL's default.</summary>
    public int? TrafficClass { get; init; }

    /// <summary>Null: NCCL's default.</summary>
    public int? ServiceLevel { get; init; }

    public static NetworkSettings Resolve(Decisions decided, NetworkSection stated, Fabric fabric) =>
        new()
        {
            NicsPerNode = decided.Of(
                "hardware.network.nics_per_node",
                stated.NicsPerNode,
                NetworkSection.NicsPerNodeDefault,
                "one port unless stated"
            ),
            PortBandwidth = stated.Bandwidth,
            IsRdma = decided.Of(
                "hardware.network.rdma",
                stated.Rdma,
                fabric.IsRdmaCapable,
                fabric.IsRdmaCapable ? $"{fabric.Id} offers RDMA" : $"{fabric.Id} offers no RDMA"
            ),
            IsGpudirect = decided.Of("hardware.network.gpudirect", stated.Gpudirect, NetworkSection.GpudirectDefault, "off by default"),
            Interface = decided.Of(
                "hardware.network.interface",
                stated.Interface,
                NetworkSection.InterfaceDefault,
                "the usual first interface unless stated"
            ),
            Hca = stated.Hca.IsDefault ? [] : stated.Hca,
            GidIndex = stated.GidIndex,
            TrafficClass = stated.TrafficClass,
            ServiceLevel = stated.ServiceLevel,
        };
}
