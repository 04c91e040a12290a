using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Engines.Caches;

/// <summary>All that a release of an engine decides the KV cache and the size of a step by.</summary>
/// <param name="Quantization">After `model.precision`.</param>
internal sealed record CacheQuestion(
    Checkpoint Model,
    Quantization Quantization,
    Accelerator Gpu,
    ParallelLayout Layout,
    StatedCache Stated
)
{
    public ModelArchitecture Architecture => Model.Architecture;

    /// <summary>Memory as NVML reports it, in bytes; 0: not known.</summary>
    public long MemoryBytes => Gpu.NvmlBytes ?? Gpu.CudaBytes ?? 0;

    public double MemoryGib => MemoryBytes / (double)Quantity.GiB;

    /// <summary>Compute capability, times ten; 0: none.</summary>
    public int Capability => Gpu.ComputeCapability ?? 0;

    /// <summary>Whether it is known what kernels run on the GPU: of NVIDIA's alone.</summary>
    public bool HasKnownKernels => Gpu is { Vendor: GpuVendor.Nvidia, ComputeCapability: not null };

    /// <summary>Tokens of the longest request: those that are stated, else the model's longest context.</summary>
    public int Length => Stated.MaxModelLen ?? Architecture.MaxPositionEmbeddings;

    /// <summary>Whether the checkpoint itself asks for keys and values in fp8 (kv_cache_quant_algo of NVFP4 checkpoints).</summary>
    public bool StoresFp8Cache =>
        Stated.CacheDtype == KvCacheDtypeKind.Auto
        && Model.NativePrecision == PrecisionKind.Nvfp4
        && Architecture.KvLayout is KvLayout.Grouped or KvLayout.Latent;

    /// <summary>The 16-bit format of the model.</summary>
    public KvCacheDtypeKind ModelDtype => Model.NativePrecision == PrecisionKind.Fp16 ? KvCacheDtypeKind.Fp16 : KvCacheDtypeKind.Bf16;
}
