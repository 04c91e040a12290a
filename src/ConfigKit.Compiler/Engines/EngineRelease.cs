using System.Collections.Immutable;
using ConfigKit.Catalog;

namespace ConfigKit.Engines;

/// <summary>A release of an engine, as the catalogue knows it.</summary>
internal sealed record EngineRelease
{
    public required Engine Engine { get; init; }

    /// <summary>The release; the newest of the catalogue when the user named none.</summary>
    public required Version Version { get; init; }

    /// <summary>As the user or the catalogue wrote it.</summary>
    public required string VersionText { get; init; }

    /// <summary>The memory share that it takes unless told otherwise; null where it is computed.</summary>
    public double? DefaultMemoryFraction { get; init; }

    /// <summary>Whether MLA models keep the latent alone in the cache (vLLM from 0.7.1 on).</summary>
    public bool HasLatentCache { get; init; } = true;

    /// <summary>Whether CUDA graphs are taken off the KV budget (vLLM from 0.21 on).</summary>
    public bool CountsCudaGraphs { get; init; } = true;

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

    /// <summary>What it does with weights once they are read.</summary>
    public EngineMemory Memory => new(Engine.MemoryEntry, Version);

    public string Title => Engine.Title;

    /// <summary>The image for a vendor's GPUs, with its tag.</summary>
    public string ImageFor(GpuVendor vendor) => $"{(vendor == GpuVendor.Amd && AmdImage.Length > 0 ? AmdImage : Image)}:{ImageTag}";

    /// <summary>Whether the release is known to have a flag; flags of much older and of newer releases are not.</summary>
    public bool Has(string flag) => Engine.Flags is { } flags && flags.Covers(Version) && flags.Knows(flag);

    /// <summary>Whether the release starts several nodes without another program.</summary>
    public bool StartsNodesItself => Engine.NodeStart.Since is { } since && Version >= since;

    /// <summary>Whether the release has a setting for the key, whatever it is called.</summary>
    public bool Takes(string key) => Engine.Settings.Takes(key, this);
}
