using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The network between nodes, and the one typed place from which NCCL, GLOO, UCX and NVSHMEM settings fan out.</summary>
internal sealed record NetworkSection
{
    public string? Fabric { get; init; }
    public int? NicsPerNode { get; init; }

    /// <summary>Bytes per second of one NIC and direction.</summary>
    public long? Bandwidth { get; init; }

    public bool? Rdma { get; init; }
    public bool? Gpudirect { get; init; }
    public string? Interface { get; init; }
    public ImmutableArray<string> Hca { get; init; }
    public int? GidIndex { get; init; }
    public int? TrafficClass { get; init; }
    public int? ServiceLevel { get; init; }

    public static Default<string> FabricDefault { get; } = new("ethernet-10g", "none on one node; {0} on several, with a warning");
    public static Default<int> NicsPerNodeDefault { get; } = new(1);
    public static Default<bool> GpudirectDefault { get; } = new(false);
    public static Default<string> InterfaceDefault { get; } = new("eth0", "{0} with several nodes");

    public static NetworkSection Bind(SectionReader s) =>
        new()
        {
            Fabric = s.Text("fabric", "Catalogue ID of the fabric between nodes.", @default: FabricDefault, example: "infiniband-ndr"),
            NicsPerNode = s.Integer(
                "nics_per_node",
                "Network ports per node that carry model traffic.",
                1,
                64,
                @default: NicsPerNodeDefault,
                example: "8"
            ),
            Bandwidth = s.Rate(
                "bandwidth",
                "Rate per port and direction, if it differs from the fabric's.",
                @default: Default.Rule("the fabric's"),
                example: "400Gbps"
            ),
            Rdma = s.Boolean(
                "rdma",
                "Whether the fabric is used through RDMA verbs.",
                @default: Default.Rule("true on InfiniBand and RoCE, else false")
            ),
            Gpudirect = s.Boolean(
                "gpudirect",
                "Whether NICs read and write GPU memory directly (nvidia-peermem or DMA-BUF).",
                @default: GpudirectDefault
            ),
            Interface = s.Text(
                "interface",
                "Network interface for connection set-up; the same name on every node.",
                @default: InterfaceDefault,
                example: "ens1f0",
                pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$",
                meaning: "an interface name of at most 15 characters"
            ),
            Hca = s.Texts(
                "hca",
                "RDMA devices that carry model traffic, excluding storage and management.",
                @default: Default.Rule("NCCL uses all active devices"),
                example: "[mlx5_0, mlx5_1]",
                pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}(:[0-9]{1,3})?$",
                meaning: "a device such as mlx5_0 or mlx5_0:1"
            ),
            GidIndex = s.Integer(
                "gid_index",
                "RoCE: index of the GID to use. NCCL 2.21 and newer finds the right one itself.",
                0,
                255,
                example: "3"
            ),
            TrafficClass = s.Integer(
                "traffic_class",
                "RoCE: traffic class byte (DSCP shifted by two) of the lossless class on the switches.",
                0,
                255,
                example: "106"
            ),
            ServiceLevel = s.Integer("service_level", "InfiniBand: service level.", 0, 15, example: "0"),
        };
}
