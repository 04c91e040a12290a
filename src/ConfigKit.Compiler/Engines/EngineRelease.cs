using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>What a release of an engine does by default and needs.</summary>
internal sealed record EngineRelease
{
    public required EngineKind Kind { get; init; }

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
