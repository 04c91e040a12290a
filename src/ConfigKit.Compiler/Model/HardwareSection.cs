using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>What an NVLink figure counts.</summary>
internal enum LinkDirection
{
    PerDirection,
    Bidirectional,
}

/// <summary>The machines that serve the model; every node is alike.</summary>
internal sealed record HardwareSection
{
    public int? Nodes { get; init; }
    public GpuSection? Gpu { get; init; }
    public int? GpusPerNode { get; init; }

    /// <summary>Device indices on the one node; default when left out.</summary>
    public ImmutableArray<int> GpuId { get; init; }

    public bool? Nvlink { get; init; }
    public required CpuSection Cpu { get; init; }
    public int? CpuThreads { get; init; }

    /// <summary>Main memory of a node in bytes.</summary>
    public long? Memory { get; init; }

    public required NetworkSection Network { get; init; }
    public required StorageSection Storage { get; init; }

    public static HardwareSection Bind(SectionReader s) =>
        new()
        {
            Nodes = s.Integer("nodes", "Number of nodes that one replica spans.", 1, 4096, @default: "1", example: "1"),
            Gpu = s.TextOrSection(
                "gpu",
                "Catalogue id or alias of the GPU, or its figures.",
                name => new GpuSection { Name = name },
                GpuSection.Bind,
                @default: "h100-sxm5-80gb, with a warning",
                example: "h200-sxm"
            ),
            GpusPerNode = s.Integer(
                "gpus_per_node",
                "GPUs of each node that this deployment uses.",
                1,
                1024,
                @default: "the length of gpu_id, else 1",
                example: "8"
            ),
            GpuId = s.Integers(
                "gpu_id",
                "Instead of gpus_per_node, on one node: the index of the GPU to use, or a list of them.",
                0,
                1023,
                example: "[0, 1]"
            ),
            Nvlink = s.Boolean(
                "nvlink",
                "Whether the GPUs of a node are linked by NVLink or its like. State it for bridge cards such as the A40 or RTX 3090.",
                @default: "the GPU's form: true for SXM and NVL72, false for PCIe cards"
            ),
            Cpu = s.Section("cpu", "The processors of a node.", CpuSection.Bind),
            CpuThreads = s.Integer("cpu_threads", "Hardware threads that the engine may use per node.", 1, 65_536, example: "32"),
            Memory = s.Size("memory", "Main memory of a node.", example: "2TiB", min: 1 << 20),
            Network = s.Section("network", "The network between nodes.", NetworkSection.Bind),
            Storage = s.Section("storage", "Where the weights are read from.", StorageSection.Bind),
        };
}

/// <summary>A GPU by name, or with its own figures; figures that are left out come from the catalogue entry of that name.</summary>
internal sealed record GpuSection
{
    private static readonly ImmutableArray<Choice<LinkDirection>> Directions =
    [
        new("per_direction", LinkDirection.PerDirection, "one way; half of the marketing figure"),
        new("bidirectional", LinkDirection.Bidirectional, "both ways added, as data sheets print it"),
    ];

    public string? Name { get; init; }

    /// <summary>Bytes that the driver reports (NVML).</summary>
    public long? Memory { get; init; }

    /// <summary>Bytes per second.</summary>
    public long? MemoryBandwidth { get; init; }

    public string? ComputeCapability { get; init; }

    /// <summary>Bytes per second.</summary>
    public long? NvlinkBandwidth { get; init; }

    public LinkDirection? NvlinkDirection { get; init; }
    public double? Bf16Tflops { get; init; }
    public double? Fp8Tflops { get; init; }

    public static GpuSection Bind(SectionReader s) =>
        new()
        {
            Name = s.Text(
                "name",
                "Catalogue id or alias, or a name of your own for a GPU outside the catalogue.",
                example: "h200-sxm",
                required: true
            ),
            Memory = s.Size(
                "memory",
                "Memory that nvidia-smi reports, not the marketing figure.",
                @default: "the catalogue's",
                example: "143771MiB",
                min: 1 << 20,
                max: 1L << 50
            ),
            MemoryBandwidth = s.Rate("memory_bandwidth", "Peak memory bandwidth.", @default: "the catalogue's", example: "4.8TB/s"),
            ComputeCapability = s.Text(
                "compute_capability",
                "CUDA compute capability.",
                @default: "the catalogue's",
                example: "\"9.0\"",
                pattern: "^[0-9]{1,2}\\.[0-9]$",
                meaning: "a version such as \"9.0\""
            ),
            NvlinkBandwidth = s.Rate(
                "nvlink_bandwidth",
                "NVLink bandwidth of one GPU; say with nvlink_direction what it counts.",
                @default: "the catalogue's",
                example: "900GB/s"
            ),
            NvlinkDirection = s.Choice(
                "nvlink_direction",
                "Whether nvlink_bandwidth counts one direction or both.",
                Directions,
                example: "bidirectional"
            ),
            Bf16Tflops = s.Number(
                "bf16_tflops",
                "Peak dense BF16 rate with tensor cores, in TFLOP/s.",
                0.001,
                1_000_000,
                @default: "the catalogue's",
                example: "989"
            ),
            Fp8Tflops = s.Number(
                "fp8_tflops",
                "Peak dense FP8 rate with tensor cores, in TFLOP/s.",
                0.001,
                1_000_000,
                @default: "the catalogue's",
                example: "1979"
            ),
        };
}

/// <summary>The processors of a node.</summary>
internal sealed record CpuSection
{
    public string? Model { get; init; }
    public int? Sockets { get; init; }
    public int? Cores { get; init; }

    public static CpuSection Bind(SectionReader s) =>
        new()
        {
            Model = s.Text("model", "Name of the processor, for the record.", example: "AMD EPYC 9654"),
            Sockets = s.Integer(
                "sockets",
                "Processor sockets of a node; each is at least one NUMA node.",
                1,
                64,
                @default: "2 from 8 GPUs on, else 1",
                example: "2"
            ),
            Cores = s.Integer("cores", "Physical cores of a node, all sockets together.", 1, 65_536, example: "128"),
        };
}

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

    public static NetworkSection Bind(SectionReader s) =>
        new()
        {
            Fabric = s.Text(
                "fabric",
                "Catalogue id of the fabric between nodes.",
                @default: "none on one node; ethernet-10g on several, with a warning",
                example: "infiniband-ndr"
            ),
            NicsPerNode = s.Integer(
                "nics_per_node",
                "Network ports of a node that carry model traffic.",
                1,
                64,
                @default: "1",
                example: "8"
            ),
            Bandwidth = s.Rate(
                "bandwidth",
                "Rate of one port and direction, when it differs from the fabric's.",
                @default: "the fabric's",
                example: "400Gbps"
            ),
            Rdma = s.Boolean("rdma", "Whether the fabric is used through RDMA verbs.", @default: "true on InfiniBand and RoCE, else false"),
            Gpudirect = s.Boolean(
                "gpudirect",
                "Whether NICs read and write GPU memory directly (nvidia-peermem or DMA-BUF).",
                @default: "false"
            ),
            Interface = s.Text(
                "interface",
                "Network interface for connection set-up, the same name on each node.",
                @default: "eth0 when several nodes need one",
                example: "ens1f0",
                pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$",
                meaning: "an interface name of at most 15 characters"
            ),
            Hca = s.Texts(
                "hca",
                "RDMA devices that carry model traffic, without storage and management ones.",
                @default: "NCCL picks all active ones",
                example: "[mlx5_0, mlx5_1]",
                pattern: "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}(:[0-9]{1,3})?$",
                meaning: "a device such as mlx5_0 or mlx5_0:1"
            ),
            GidIndex = s.Integer(
                "gid_index",
                "RoCE: index of the GID to use. NCCL from 2.21 on picks the right one by itself.",
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

/// <summary>Where the weights are read from.</summary>
internal sealed record StorageSection
{
    /// <summary>Bytes per second that one node reads.</summary>
    public long? Bandwidth { get; init; }

    public long? Capacity { get; init; }
    public string? Path { get; init; }

    public static StorageSection Bind(SectionReader s) =>
        new()
        {
            Bandwidth = s.Rate(
                "bandwidth",
                "Sequential read rate of one node from its model store.",
                @default: "2GB/s is reckoned with",
                example: "7GB/s"
            ),
            Capacity = s.Size("capacity", "Size of the model store.", @default: "the checkpoint and a quarter more", example: "2TiB"),
            Path = s.Text(
                "path",
                "Folder of the model cache on the host.",
                @default: "/var/lib/deepseek/models",
                example: "/mnt/nvme/models",
                pattern: @"^/[A-Za-z0-9._/-]*$",
                meaning: "an absolute path of letters, digits, `.`, `_`, `-` and `/`"
            ),
        };
}
