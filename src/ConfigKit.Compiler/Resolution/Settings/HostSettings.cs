using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Resolution.Settings;

/// <summary>Operating system settings of each node.</summary>
internal sealed record HostSettings
{
    /// <summary>Main memory of a rank: a Python process with CUDA context and pinned buffers.</summary>
    public const long BytesPerRank = 4 * Quantity.GiB;

    private const int GpusOfTwoSockets = 8;

    /// <summary>Null: not known.</summary>
    public string? DriverVersion { get; init; }

    public required Setting<TransparentHugepageMode> TransparentHugepages { get; init; }
    public required Setting<int> Swappiness { get; init; }

    /// <summary>Bytes that a process may lock; <see cref="long.MaxValue"/>: unlimited.</summary>
    public required Setting<long> Memlock { get; init; }

    public required Setting<int> Hugepages2Mi { get; init; }
    public required Setting<int> Hugepages1Gi { get; init; }

    /// <summary>NUMA nodes of a node as far as the file says, by NUMA nodes or by sockets; null where it does not.</summary>
    public int? StatedNumaNodes { get; init; }

    /// <summary>NUMA nodes of a node, guessed from its GPUs where the file does not say.</summary>
    public required Setting<int> NumaNodes { get; init; }

    public required Setting<bool> NumaBalancing { get; init; }

    /// <summary>Bytes of the largest TCP socket buffer.</summary>
    public required Setting<long> SocketBuffer { get; init; }

    public required Setting<int> MaxMapCount { get; init; }

    /// <summary>NUMA node of each GPU in order of index; null: the engine finds it.</summary>
    public ImmutableArray<int>? GpuNumaNodes { get; init; }

    /// <summary>Further kernel parameters.</summary>
    public required ImmutableSortedDictionary<string, string> Sysctl { get; init; }

    /// <summary>Bytes of main memory that reserved huge pages take from everything else.</summary>
    public long ReservedBytes => ((long)Hugepages2Mi * 2 * Quantity.MiB) + ((long)Hugepages1Gi * Quantity.GiB);

    public static HostSettings Resolve(Decisions decided, HostSection stated, CpuSection cpu, int gpusPerNode) =>
        new()
        {
            DriverVersion = stated.DriverVersion,
            TransparentHugepages = decided.Of(
                "host.transparent_hugepages",
                stated.TransparentHugepages,
                HostSection.TransparentHugepagesDefault,
                "compaction stalls the engine's processes"
            ),
            Swappiness = decided.Of(
                "host.swappiness",
                stated.Swappiness,
                HostSection.SwappinessDefault,
                "swaps only when memory is nearly out"
            ),
            Memlock = decided.Of("host.memlock", stated.Memlock, HostSection.MemlockDefault, "RDMA registers whole buffers"),
            Hugepages2Mi = decided.Of("host.hugepages_2mi", stated.Hugepages2Mi, HostSection.Hugepages2MiDefault, "the engines use none"),
            Hugepages1Gi = decided.Of("host.hugepages_1gi", stated.Hugepages1Gi, HostSection.Hugepages1GiDefault, "the engines use none"),
            StatedNumaNodes = stated.NumaNodes ?? cpu.Sockets,
            NumaNodes = decided.Keep("host.numa_nodes", Numa(stated, cpu, gpusPerNode)),
            NumaBalancing = decided.Of("host.numa_balancing", stated.NumaBalancing, HostSection.NumaBalancingDefault, "ranks are pinned"),
            SocketBuffer = decided.Of("host.socket_buffer", stated.SocketBuffer, HostSection.SocketBufferDefault, "enough for 100 Gb/s"),
            MaxMapCount = decided.Of(
                "host.max_map_count",
                stated.MaxMapCount,
                HostSection.MaxMapCountDefault,
                "each rank maps every file of the checkpoint"
            ),
            GpuNumaNodes = stated.GpuNumaNodes.IsDefault ? null : stated.GpuNumaNodes,
            Sysctl = stated.Sysctl,
        };

    private static Setting<int> Numa(HostSection stated, CpuSection cpu, int gpusPerNode)
    {
        if (stated.NumaNodes is { } nodes)
        {
            return new(nodes, "");
        }

        if (cpu.Sockets is { } sockets)
        {
            return new(sockets, "hardware.cpu.sockets");
        }

        if (!stated.GpuNumaNodes.IsDefaultOrEmpty)
        {
            return new(stated.GpuNumaNodes.Max() + 1, "the highest of host.gpu_numa_nodes");
        }

        return gpusPerNode >= GpusOfTwoSockets ? new(2, "a node with 8 GPUs has two sockets") : new(1, "one socket unless stated");
    }
}
