using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>What an NVLink figure counts.</summary>
internal enum LinkDirection
{
    PerDirection,
    Bidirectional,
}

/// <summary>A GPU by name, or with its own figures; figures that are left out come from the catalogue entry of that name.</summary>
internal sealed record GpuSection
{
    private static readonly ImmutableArray<Choice<LinkDirection>> Directions =
    [
        new("per_direction", LinkDirection.PerDirection, "one direction; half the marketing figure"),
        new("bidirectional", LinkDirection.Bidirectional, "both directions added, as on data sheets"),
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
                "Catalogue ID or alias, or any name for a GPU outside the catalogue.",
                example: "h200-sxm",
                required: true
            ),
            Memory = s.Size(
                "memory",
                "Memory that nvidia-smi reports, not the marketing figure.",
                @default: Default.Rule("the catalogue's"),
                example: "143771MiB",
                min: 1 << 20,
                max: 1L << 50
            ),
            MemoryBandwidth = s.Rate(
                "memory_bandwidth",
                "Peak memory bandwidth.",
                @default: Default.Rule("the catalogue's"),
                example: "4.8TB/s"
            ),
            ComputeCapability = s.Text(
                "compute_capability",
                "CUDA compute capability.",
                @default: Default.Rule("the catalogue's"),
                example: "\"9.0\"",
                pattern: "^[0-9]{1,2}\\.[0-9]$",
                meaning: "a version such as \"9.0\""
            ),
            NvlinkBandwidth = s.Rate(
                "nvlink_bandwidth",
                "NVLink bandwidth per GPU; nvlink_direction states what it counts.",
                @default: Default.Rule("the catalogue's"),
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
                @default: Default.Rule("the catalogue's"),
                example: "989"
            ),
            Fp8Tflops = s.Number(
                "fp8_tflops",
                "Peak dense FP8 rate with tensor cores, in TFLOP/s.",
                0.001,
                1_000_000,
                @default: Default.Rule("the catalogue's"),
                example: "1979"
            ),
        };
}
