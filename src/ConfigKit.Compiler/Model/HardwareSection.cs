using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

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

    public static Default<int> NodesDefault { get; } = new(1);
    public static Default<string> GpuDefault { get; } = new("h100-sxm5-80gb", "{0}, with a warning");
    public static Default<int> GpusPerNodeDefault { get; } = new(1, "the length of gpu_id, else {0}");

    public static HardwareSection Bind(SectionReader s) =>
        new()
        {
            Nodes = s.Integer("nodes", "Nodes per replica.", 1, 4096, @default: NodesDefault, example: "1"),
            Gpu = s.TextOrSection(
                "gpu",
                "Catalogue ID or alias of the GPU, or its figures.",
                name => new GpuSection { Name = name },
                GpuSection.Bind,
                @default: GpuDefault,
                example: "h200-sxm"
            ),
            GpusPerNode = s.Integer(
                "gpus_per_node",
                "GPUs per node that this deployment uses.",
                1,
                1024,
                @default: GpusPerNodeDefault,
                example: "8"
            ),
            GpuId = s.Integers(
                "gpu_id",
                "Instead of gpus_per_node, on one node only: index of the GPU to use, or a list of indices.",
                0,
                1023,
                example: "[0, 1]"
            ),
            Nvlink = s.Boolean(
                "nvlink",
                "Whether the GPUs of a node are connected by NVLink or an equivalent. Set it for cards with optional bridges, such as the A40 or RTX 3090.",
                @default: Default.Rule("by GPU form factor: true for SXM and NVL72, false for PCIe cards")
            ),
            Cpu = s.Section("cpu", "The CPUs of a node.", CpuSection.Bind),
            CpuThreads = s.Integer("cpu_threads", "Hardware threads that the engine may use per node.", 1, 65_536, example: "32"),
            Memory = s.Size("memory", "RAM per node.", example: "2TiB", min: 1 << 20),
            Network = s.Section("network", "The network between nodes.", NetworkSection.Bind),
            Storage = s.Section("storage", "Where the weights are read from.", StorageSection.Bind),
        };
}
