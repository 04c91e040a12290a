using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Engines;

/// <summary>A release of an engine, as the catalogue knows it.</summary>
internal sealed record EngineRelease
{
    private const string Total = "_total";

    public required Engine Engine { get; init; }

    /// <summary>
    /// The release that it is judged as, without suffix; the newest of the catalogue when the user named none or a newer one.
    /// </summary>
    public required Version Version { get; init; }

    /// <summary>As the user or the catalogue wrote it.</summary>
    public required string VersionText { get; init; }

    /// <summary>Whether it came after the catalogue.</summary>
    public bool IsNewer { get; init; }

    /// <summary>The nearest release that there is, where this one never was; else empty.</summary>
    public string Nearest { get; init; } = "";

    /// <summary>Most tokens in a step by memory, smallest first; default where it is computed otherwise.</summary>
    public ImmutableArray<ByMemory> DefaultBatchedTokens { get; init; }

    /// <summary>Most sequences in a step by memory, smallest first; default where it is computed otherwise.</summary>
    public ImmutableArray<ByMemory> DefaultSequences { get; init; }

    /// <summary>GPUs that count as small whatever their memory, by how their ids begin; default: none.</summary>
    public ImmutableArray<string> SmallGpus { get; init; }

    /// <summary>Whether it picks the tokenizer by the model, so that none is named.</summary>
    public bool ChoosesTokenizer { get; init; }

    /// <summary>Whether it splits prompts over steps by default.</summary>
    public bool SplitsPrompts { get; init; } = true;

    /// <summary>The memory share that it takes unless told otherwise; null where it is computed.</summary>
    public double? DefaultMemoryFraction { get; init; }

    /// <summary>Whether MLA models keep the latent alone in the cache (vLLM from 0.7.1 on).</summary>
    public bool HasLatentCache { get; init; } = true;

    /// <summary>Whether CUDA graphs are taken off the KV budget (vLLM from 0.21 on).</summary>
    public bool CountsCudaGraphs { get; init; } = true;

    /// <summary>First release that knows an architecture, by model_type; for those that came late.</summary>
    public ImmutableSortedDictionary<string, Version> FirstRelease { get; init; } = ImmutableSortedDictionary<string, Version>.Empty;

    /// <summary>The Python module that measures a running server; empty where the engine's program does.</summary>
    public string BenchmarkModule { get; init; } = "";

    /// <summary>Each model_type that no release of the catalogue knows.</summary>
    public ImmutableArray<string> UnknownModels { get; init; } = [];

    /// <summary>First release that starts several nodes without another program; null: none does.</summary>
    public Version? NodesStartedFrom { get; init; }

    public int DefaultPort { get; init; }
    public string Image { get; init; } = "";
    public string ImageTag { get; init; } = "";

    /// <summary>Repository of the ROCm images, empty when the NVIDIA one holds them too.</summary>
    public string AmdImage { get; init; } = "";

    /// <summary>CUDA version of the release image, empty when not known.</summary>
    public string CudaVersion { get; init; } = "";

    /// <summary>Compute capabilities that its image is built for: 9.0, 10.0f for a family, 9.0+PTX; empty where not known.</summary>
    public ImmutableArray<string> Architectures { get; init; } = [];

    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>What it does with weights once they are read.</summary>
    public EngineMemory Memory => new(Engine.MemoryEntry, Version);

    public string Title => Engine.Title;

    /// <summary>The image for a vendor's GPUs, with its tag.</summary>
    public string ImageFor(GpuVendor vendor) => $"{(vendor == GpuVendor.Amd && AmdImage.Length > 0 ? AmdImage : Image)}:{ImageTag}";

    /// <summary>The value of the largest step that a card's memory reaches; 0 where there are none.</summary>
    /// <param name="steps">Smallest first.</param>
    /// <param name="gpu">The card's id.</param>
    /// <param name="gib">Its memory.</param>
    public int OfMemory(ImmutableArray<ByMemory> steps, string gpu, double gib)
    {
        var isSmall = !SmallGpus.IsDefault && SmallGpus.Any(s => gpu.StartsWith(s, StringComparison.Ordinal));
        return steps.IsDefault ? 0 : steps.Last(s => s.Gib <= (isSmall ? 0 : gib)).Value;
    }

    /// <summary>Whether the release has a flag; true where no list is known.</summary>
    public bool Has(string flag) => Engine.Lists.Flags is not { } flags || flags.Has(flag, Version);

    /// <summary>Whether the release reads an environment variable; true where no list is known.</summary>
    public bool Reads(string variable) => Engine.Lists.Variables is not { } variables || variables.Names.Has(variable, Version);

    /// <summary>
    /// Whether its server offers a metric of the engine's own; true where no list is known. A counter is exposed as NAME_total.
    /// </summary>
    public bool Offers(string metric) =>
        Engine.Lists.Metrics is not { } metrics
        || metrics.Has(metric, Version)
        || (metric.EndsWith(Total, StringComparison.Ordinal) && metrics.Has(metric[..^Total.Length], Version));

    /// <summary>Whether its server counts answers by status; a counter without a colon is its web framework's.</summary>
    public bool CountsAnswers => !Engine.Responses.Name.Contains(':', StringComparison.Ordinal) || Offers(Engine.Responses.Name);

    /// <summary>Whether the release takes a word of a kind (`kv_cache_dtypes`); true where no list is known, or an empty one.</summary>
    public bool Knows(string kind, string word) =>
        kind.Length == 0 || Engine.Lists.Words(kind) is not { } words || words.Has(word, Version) || !words.At(Version).Any();

    /// <summary>Whether the release starts several nodes without another program.</summary>
    public bool StartsNodesItself => Version >= NodesStartedFrom;

    /// <summary>Whether the release has a setting for the key, whatever it is called.</summary>
    public bool Takes(string key) => Engine.Settings.Takes(key, this);
}
