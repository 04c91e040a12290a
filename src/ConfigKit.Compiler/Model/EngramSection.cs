using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Where V4.1's Engram tables are kept.</summary>
internal enum EngramPlacement
{
    Host,
    Gpu,
}

/// <summary>V4.1's tables of hashed n-grams; what is left out takes the engine's own default.</summary>
internal sealed record EngramSection
{
    public static ImmutableArray<Choice<EngramPlacement>> Placements { get; } =
    [
        new("host", EngramPlacement.Host, "pinned memory of the node, read over PCIe or NVLink-C2C"),
        new("gpu", EngramPlacement.Gpu, "GPU memory, split over the ranks"),
    ];

    public EngramPlacement? Placement { get; init; }
    public bool? SharedMemory { get; init; }
    public bool? TransparentHugepages { get; init; }
    public bool? AcrossData { get; init; }

    public static Default<bool> TransparentHugepagesDefault { get; } = new(false);
    public static Default<bool> AcrossDataDefault { get; } = new(false);

    public static EngramSection Bind(SectionReader s) =>
        new()
        {
            Placement = s.Choice(
                "placement",
                "Where the tables are kept.",
                Placements,
                @default: Default.ByEngine("host for vLLM, gpu for SGLang"),
                example: "host"
            ),
            SharedMemory = s.Boolean(
                "shared_memory",
                "On the host: one copy in /dev/shm for all data-parallel ranks of a node.",
                @default: Default.ByEngine("true from vLLM 0.31 with several data ranks; true for SGLang")
            ),
            TransparentHugepages = s.Boolean(
                "transparent_hugepages",
                "On the host, vLLM: huge pages in place of pinned memory, which rounds each table up to a power of two.",
                @default: TransparentHugepagesDefault
            ),
            AcrossData = s.Boolean("across_data", "vLLM: splits the tables over data-parallel ranks too.", @default: AcrossDataDefault),
        };
}
