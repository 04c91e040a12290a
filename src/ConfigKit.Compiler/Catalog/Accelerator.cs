using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>A GPU or NPU. Null where no source tells.</summary>
internal sealed record Accelerator
{
    public required string Id { get; init; }

    public required GpuVendor Vendor { get; init; }

    /// <summary>Name of the generation: Hopper, Blackwell, CDNA3, …</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Null for a part that the catalogue does not have.</summary>
    public FormFactor? FormFactor { get; init; }

    /// <summary>CUDA compute capability times ten (90 for 9.0); null for other vendors.</summary>
    public int? ComputeCapability { get; init; }

    /// <summary>AMD: the target that kernels are compiled for (gfx942); empty for other vendors and where not known.</summary>
    public string GfxTarget { get; init; } = "";

    /// <summary>Bytes that the driver reports (NVML).</summary>
    public long? NvmlBytes { get; init; }

    /// <summary>Bytes that cudaMemGetInfo reports as total, which engines multiply; estimated where not measured.</summary>
    public long? CudaBytes { get; init; }

    /// <summary>Whether <see cref="CudaBytes"/> was measured on this part.</summary>
    public bool IsCudaBytesMeasured { get; init; }

    /// <summary>Bytes per second.</summary>
    public double? MemoryBandwidth { get; init; }

    // Peak dense FLOP/s with tensor cores; null where the part has no such path or no source tells.
    public double? Bf16Flops { get; init; }
    public double? Fp16Flops { get; init; }
    public double? Fp8Flops { get; init; }
    public double? Fp4Flops { get; init; }
    public double? Int8Flops { get; init; }

    /// <summary>The GPU-to-GPU link, null when there is none.</summary>
    public LinkKind? LinkKind { get; init; }

    /// <summary>What its maker calls the link, empty when there is none.</summary>
    public string LinkName { get; init; } = "";

    /// <summary>Bytes per second of one GPU in one direction; null without a link.</summary>
    public double? LinkBandwidth { get; init; }

    /// <summary>Bytes per second of its PCIe slot in one direction.</summary>
    public double? PcieBandwidth { get; init; }

    /// <summary>Whether the form itself brings an all-to-all link (SXM, OAM, NVL72), not an optional bridge.</summary>
    public bool HasBuiltInLink { get; init; }

    /// <summary>GPU Feature Discovery's product label (NVIDIA-H200), empty when not known.</summary>
    public string ProductLabel { get; init; } = "";

    /// <summary>Whether vLLM gives it the batch of small cards in spite of its memory.</summary>
    public bool HasSmallVllmBatch { get; init; }

    public bool IsCatalogued { get; init; } = true;
    public ImmutableArray<string> Aliases { get; init; } = [];
    public ImmutableArray<string> Sources { get; init; } = [];
    public string Notes { get; init; } = "";
}
