using System.Collections.Immutable;

namespace ConfigKit.Resolution;

/// <summary>A GPU or NPU. Null where no source tells.</summary>
internal sealed record Accelerator
{
    public required string Id { get; init; }

    /// <summary>nvidia, amd, ascend.</summary>
    public required string Vendor { get; init; }

    /// <summary>Name of the generation: Hopper, Blackwell, CDNA3, …</summary>
    public string Architecture { get; init; } = "";

    /// <summary>SXM5, PCIe, NVL72, OAM, …</summary>
    public string FormFactor { get; init; } = "";

    /// <summary>CUDA compute capability times ten (90 for 9.0); null for other vendors.</summary>
    public int? ComputeCapability { get; init; }

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

    /// <summary>Name of the GPU-to-GPU link, empty when there is none.</summary>
    public string LinkKind { get; init; } = "";

    /// <summary>Bytes per second of one GPU in one direction; null without a link.</summary>
    public double? LinkBandwidth { get; init; }

    /// <summary>Bytes per second of its PCIe slot in one direction.</summary>
    public double? PcieBandwidth { get; init; }

    /// <summary>Whether the form itself brings an all-to-all link (SXM, OAM, NVL72), not an optional bridge.</summary>
    public bool HasBuiltInLink { get; init; }

    /// <summary>GPU Feature Discovery's product label (NVIDIA-H200), empty when not known.</summary>
    public string ProductLabel { get; init; } = "";

    public bool IsCatalogued { get; init; } = true;
    public ImmutableArray<string> Aliases { get; init; } = [];
    public ImmutableArray<string> Sources { get; init; } = [];
    public string Notes { get; init; } = "";
}

/// <summary>The network between nodes.</summary>
/// <param name="Id">infiniband-ndr, roce-400g, ethernet-10g, …</param>
/// <param name="Kind">infiniband, roce, ethernet or none.</param>
/// <param name="Bandwidth">Bytes per second of one port and direction.</param>
internal sealed record Fabric(string Id, string Kind, double Bandwidth, string Source)
{
    public ImmutableArray<string> Aliases { get; init; } = [];

    public bool IsRdmaCapable => Kind is "infiniband" or "roce";
}

/// <summary>What a release of an engine does by default and needs.</summary>
internal sealed record EngineRelease
{
    public required Model.EngineKind Kind { get; init; }

    /// <summary>The release; the newest of the catalogue when the user named none.</summary>
    public required Version Version { get; init; }

    /// <summary>As the user or the catalogue wrote it.</summary>
    public required string VersionText { get; init; }

    /// <summary>vLLM's gpu_memory_utilization, 0 for other engines.</summary>
    public double DefaultGpuMemoryUtilization { get; init; }

    /// <summary>TensorRT-LLM's free_gpu_memory_fraction, 0 for other engines.</summary>
    public double DefaultFreeGpuMemoryFraction { get; init; }

    /// <summary>Whether MLA models keep the latent alone in the cache (vLLM from 0.7.1 on).</summary>
    public bool HasLatentCache { get; init; } = true;

    /// <summary>Whether CUDA graphs are taken off the KV budget (vLLM from 0.21 on).</summary>
    public bool CountsCudaGraphs { get; init; }

    /// <summary>First release that knows an architecture, by model_type; for those that came late.</summary>
    public ImmutableSortedDictionary<string, Version> FirstRelease { get; init; } = ImmutableSortedDictionary<string, Version>.Empty;

    public int DefaultPort { get; init; }
    public string Image { get; init; } = "";
    public string ImageTag { get; init; } = "";

    /// <summary>Repository of the ROCm images, empty when the NVIDIA one holds them too.</summary>
    public string AmdImage { get; init; } = "";

    /// <summary>CUDA version of the release image, empty when not known.</summary>
    public string CudaVersion { get; init; } = "";

    public ImmutableArray<string> Sources { get; init; } = [];
}
