using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Text;

namespace ConfigKit.Model;

/// <summary>When the kernel backs memory with transparent huge pages.</summary>
internal enum TransparentHugepageMode
{
    Never,
    Madvise,
    Always,
}

/// <summary>Operating system settings of each node.</summary>
internal sealed record HostSection
{
    private static readonly ImmutableArray<Choice<TransparentHugepageMode>> HugepageModes =
    [
        new("never", TransparentHugepageMode.Never, "no compaction stalls"),
        new("madvise", TransparentHugepageMode.Madvise, "only where a program requests them"),
        new("always", TransparentHugepageMode.Always, "everywhere; stalls under memory pressure"),
    ];

    public string? DriverVersion { get; init; }
    public TransparentHugepageMode? TransparentHugepages { get; init; }
    public int? Swappiness { get; init; }

    /// <summary>Bytes; long.MaxValue: unlimited.</summary>
    public long? Memlock { get; init; }

    public int? Hugepages2Mi { get; init; }
    public int? Hugepages1Gi { get; init; }
    public int? NumaNodes { get; init; }
    public bool? NumaBalancing { get; init; }
    public long? SocketBuffer { get; init; }
    public int? MaxMapCount { get; init; }

    /// <summary>NUMA node of each GPU of a node; default when left out.</summary>
    public ImmutableArray<int> GpuNumaNodes { get; init; }

    public required ImmutableSortedDictionary<string, string> Sysctl { get; init; }

    public static Default<TransparentHugepageMode> TransparentHugepagesDefault { get; } = new(TransparentHugepageMode.Never);
    public static Default<int> SwappinessDefault { get; } = new(1);

    /// <summary>Unlimited.</summary>
    public static Default<long> MemlockDefault { get; } = new(long.MaxValue);

    public static Default<int> Hugepages2MiDefault { get; } = new(0);
    public static Default<int> Hugepages1GiDefault { get; } = new(0);
    public static Default<bool> NumaBalancingDefault { get; } = new(false);
    public static Default<long> SocketBufferDefault { get; } = new(128 * Quantity.MiB);
    public static Default<int> MaxMapCountDefault { get; } = new(1_048_576);

    public static HostSection Bind(SectionReader s) =>
        new()
        {
            DriverVersion = s.Text(
                "driver_version",
                "Version of the NVIDIA driver on the nodes.",
                example: "\"580.95.05\"",
                pattern: @"^[0-9]{3}\.[0-9]+(\.[0-9]+)?$",
                meaning: "a version such as \"580.95.05\""
            ),
            TransparentHugepages = s.Choice(
                "transparent_hugepages",
                "Transparent huge pages.",
                HugepageModes,
                @default: TransparentHugepagesDefault,
                example: "never"
            ),
            Swappiness = s.Integer(
                "swappiness",
                "vm.swappiness; with 0 the node swaps only when it is nearly out of memory.",
                0,
                200,
                @default: SwappinessDefault,
                example: "1"
            ),
            Memlock = s.Size(
                "memlock",
                "Memory that a process may lock; RDMA locks whole buffers.",
                @default: MemlockDefault,
                example: "unlimited",
                words: ("unlimited", long.MaxValue)
            ),
            Hugepages2Mi = s.Integer(
                "hugepages_2mi",
                "Reserved 2 MiB huge pages per node (vm.nr_hugepages); unavailable to the page cache.",
                0,
                100_000_000,
                @default: Hugepages2MiDefault,
                example: "0"
            ),
            Hugepages1Gi = s.Integer(
                "hugepages_1gi",
                "Reserved 1 GiB huge pages per node, set on the kernel command line.",
                0,
                1_000_000,
                @default: Hugepages1GiDefault,
                example: "0"
            ),
            NumaNodes = s.Integer(
                "numa_nodes",
                "NUMA nodes per node.",
                1,
                256,
                @default: Default.Rule("hardware.cpu.sockets"),
                example: "2"
            ),
            NumaBalancing = s.Boolean(
                "numa_balancing",
                "kernel.numa_balancing: whether the kernel moves pages between NUMA nodes.",
                @default: NumaBalancingDefault,
                example: "false"
            ),
            SocketBuffer = s.Size(
                "socket_buffer",
                "Maximum TCP socket buffer (net.core.rmem_max and wmem_max).",
                @default: SocketBufferDefault,
                example: "128MiB",
                min: 4608,
                max: int.MaxValue
            ),
            MaxMapCount = s.Integer(
                "max_map_count",
                "vm.max_map_count: maximum memory maps per process.",
                65_530,
                int.MaxValue,
                @default: MaxMapCountDefault,
                example: "1048576"
            ),
            GpuNumaNodes = s.Integers(
                "gpu_numa_nodes",
                "NUMA node of each GPU, by GPU index, as shown by `nvidia-smi topo -m`.",
                0,
                255,
                @default: Default.Rule("detected by the engine"),
                example: "[0, 0, 0, 0, 1, 1, 1, 1]"
            ),
            Sysctl = s.Map(
                "sysctl",
                "Additional kernel parameters of each node; known ones are checked against the kernel's ranges.",
                @"^[a-z][a-z0-9_]{0,31}([.][A-Za-z0-9_-]{1,63}){1,6}$",
                "a parameter such as vm.min_free_kbytes",
                example: "{net.ipv4.tcp_mtu_probing: 1}"
            ),
        };
}
