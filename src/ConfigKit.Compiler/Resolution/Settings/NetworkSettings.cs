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
            NicsPerNode = decided.Of("hardware.network.nics_per_node", stated.NicsPerNode, NetworkSection.NicsPerNodeDefault, "default"),
            PortBandwidth = stated.Bandwidth,
            IsRdma = decided.Of(
                "hardware.network.rdma",
                stated.Rdma,
                fabric.IsRdmaCapable,
                fabric.Kind == FabricKind.None ? "no fabric between nodes"
                    : fabric.IsRdmaCapable ? $"{fabric.Id} supports RDMA"
                    : $"{fabric.Id} does not support RDMA"
            ),
            IsGpudirect = decided.Of("hardware.network.gpudirect", stated.Gpudirect, NetworkSection.GpudirectDefault, "off by default"),
            Interface = decided.Of(
                "hardware.network.interface",
                stated.Interface,
                NetworkSection.InterfaceDefault,
                "usual name of the first interface"
            ),
            Hca = stated.Hca.IsDefault ? [] : stated.Hca,
            GidIndex = stated.GidIndex,
            TrafficClass = stated.TrafficClass,
            ServiceLevel = stated.ServiceLevel,
        };
}
