using System.Collections.Immutable;

namespace ConfigKit.Catalog.Entries;

/// <summary>catalog/accelerators/VENDOR.json.</summary>
[ReadFrom("accelerators/*.json")]
internal sealed record AcceleratorsFile
{
    public required GpuVendor Vendor { get; init; }

    [FoundByName(NameKey.Hardware)]
    public required ImmutableArray<AcceleratorEntry> Accelerators { get; init; }
}

/// <summary>A GPU or NPU; null where no source tells, or the part has no such path.</summary>
internal sealed record AcceleratorEntry
{
    /// <summary>In a user's file alone: whether it takes the place of an entry of ours of the same name.</summary>
    public bool Replace { get; init; }

    public required string Id { get; init; }
    public ImmutableArray<string> Aliases
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Name of the generation.</summary>
    public required string Architecture { get; init; }

    public required FormFactor FormFactor { get; init; }

    /// <summary>CUDA compute capability, "9.0".</summary>
    public required string? ComputeCapability { get; init; }

    /// <summary>AMD: the target that kernels are compiled for, "gfx942".</summary>
    public string? GfxTarget { get; init; }

    /// <summary>MiB that the driver reports.</summary>
    public required double? NvmlMib { get; init; }

    /// <summary>MiB that cudaMemGetInfo reports as total.</summary>
    public required double? CudaMib { get; init; }

    /// <summary>Bandwidth of its memory, 10^9 bytes a second.</summary>
    public required double? BandwidthGbS { get; init; }

    // Peak dense rates of its tensor cores, 10^12 operations a second
    public required double? Bf16Tflops { get; init; }
    public required double? Fp16Tflops { get; init; }
    public required double? Fp8Tflops { get; init; }
    public required double? Fp4Tflops { get; init; }
    public required double? Int8Tflops { get; init; }

    public LinkKind? LinkKind { get; init; }

    /// <summary>The link as its maker calls it.</summary>
    public string? Link { get; init; }

    /// <summary>10^9 bytes a second of one GPU in one direction.</summary>
    public required double? LinkGbSPerDirection { get; init; }

    /// <summary>Whether the form itself brings an all-to-all link, not an optional bridge.</summary>
    public required bool BuiltInLink { get; init; }

    /// <summary>10^9 bytes a second of its slot in one direction.</summary>
    public required double? PcieGbSPerDirection { get; init; }

    /// <summary>GPU Feature Discovery's label nvidia.com/gpu.product.</summary>
    public string? ProductLabel { get; init; }

    /// <summary>Whether vLLM gives it the batch of small cards in spite of its memory (it looks for "a100" in the device's name).</summary>
    public bool VllmSmallBatch { get; init; }

    public required ImmutableArray<SourceEntry> Sources { get; init; }
    public string? Notes { get; init; }
}

/// <summary>catalog/fabrics.json.</summary>
[ReadFrom("fabrics.json")]
internal sealed record FabricsFile
{
    [FoundByName(NameKey.Hardware)]
    public required ImmutableArray<FabricEntry> Fabrics { get; init; }
}

/// <summary>A network between nodes.</summary>
internal sealed record FabricEntry
{
    public required string Id { get; init; }
    public required FabricKind Kind { get; init; }

    /// <summary>10^9 bits a second of one port and direction.</summary>
    public required double Gbps { get; init; }

    public required ImmutableArray<string> Aliases { get; init; }
    public required ImmutableArray<SourceEntry> Sources { get; init; }
}

/// <summary>catalog/drivers.json.</summary>
[ReadFrom("drivers.json")]
internal sealed record DriversFile
{
    public required SourceEntry Source { get; init; }

    /// <summary>Major version of CUDA to the lowest driver on which any toolkit of it loads.</summary>
    public required ImmutableSortedDictionary<string, string> MinorVersionCompatibility { get; init; }

    /// <summary>Newest first.</summary>
    public required ImmutableArray<ToolkitEntry> Toolkits { get; init; }
}

/// <summary>A CUDA toolkit and the Linux driver that it brings.</summary>
internal sealed record ToolkitEntry
{
    public required string Toolkit { get; init; }
    public required string LinuxDriver { get; init; }
}
