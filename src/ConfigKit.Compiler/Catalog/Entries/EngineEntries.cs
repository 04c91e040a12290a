using System.Collections.Immutable;
using System.Text.Json;

namespace ConfigKit.Catalog.Entries;

/// <summary>catalog/engines/NAME.json. An engine: what its releases do by default and need. Versions as the project writes them.</summary>
[ReadFrom("engines/*.json")]
internal sealed record EngineEntry
{
    /// <summary>In a user's file alone: whether it takes the place of an entry of ours of the same name.</summary>
    public bool Replace { get; init; }

    /// <summary>vllm, sglang or tensorrt-llm.</summary>
    public required string Engine { get; init; }

    /// <summary>The newest final release whose flags were read: what is meant where none is stated.</summary>
    public required string Newest { get; init; }

    /// <summary>Every release that was published, oldest first, candidates among them where something pins them.</summary>
    public required ImmutableArray<string> Releases { get; init; }

    public required int DefaultPort { get; init; }
    public required string Image { get; init; }

    /// <summary>Repository of the ROCm images, where it is another one.</summary>
    public string? ImageAmd { get; init; }

    /// <summary>The tag, with {version} in it.</summary>
    public required string ImageTag { get; init; }

    /// <summary>The share of memory that it takes by default; empty where it is computed.</summary>
    public ImmutableArray<SinceVersion<double>> MemoryFraction
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Most tokens in a step by default, by memory of the GPU; empty where it is computed otherwise.</summary>
    public ImmutableArray<SinceVersion<ImmutableArray<ByMemory>>> BatchedTokens
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Most sequences in a step by default, by memory of the GPU; empty where it is computed otherwise.</summary>
    public ImmutableArray<SinceVersion<ImmutableArray<ByMemory>>> Sequences
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>GPUs that count as small whatever their memory, by how their ids begin.</summary>
    public ImmutableArray<SinceVersion<ImmutableArray<string>>> SmallGpus
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>First release that picks the tokenizer by the model, so that naming one can only be wrong; null: none does.</summary>
    public string? TokenizerChosenFrom { get; init; }

    /// <summary>First release that splits prompts over steps by default; null: all do.</summary>
    public string? ChunkedPrefillFrom { get; init; }

    /// <summary>First release that starts several nodes without another program ("0": all); null: none does.</summary>
    public string? NodesStartedFrom { get; init; }

    /// <summary>CUDA version of the release images.</summary>
    public ImmutableArray<SinceVersion<string>> Cuda
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Compute capabilities that release images are built for: 9.0, 10.0f for a family, 9.0+PTX; empty where unknown.</summary>
    public ImmutableArray<SinceVersion<ImmutableArray<string>>> Architectures
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>First release that keeps MLA's latent alone in the cache; null: all do.</summary>
    public string? LatentCacheFrom { get; init; }

    /// <summary>First release that takes CUDA graphs off the KV budget; null: none does.</summary>
    public string? CudaGraphsCountedFrom { get; init; }

    /// <summary>First release that knows a model_type; for those that came late.</summary>
    public ImmutableSortedDictionary<string, string> ModelTypes
    {
        get => field ?? ImmutableSortedDictionary<string, string>.Empty;
        init;
    }

    /// <summary>The Python module that measures a running server; empty where the engine's program does.</summary>
    public ImmutableArray<SinceVersion<string>> BenchmarkModule
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Each model_type that no release of the catalogue knows.</summary>
    public ImmutableArray<string> UnknownModelTypes
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    public required ImmutableArray<SourceEntry> Sources { get; init; }
}

/// <summary>A value for GPUs of that memory and more.</summary>
internal sealed record ByMemory
{
    /// <summary>GiB that the driver reports.</summary>
    public required int Gib { get; init; }
    public required int Value { get; init; }
}

/// <summary>A value that holds from a release on.</summary>
internal sealed record SinceVersion<T>
{
    public required string From { get; init; }
    public required T Value { get; init; }
}

/// <summary>
/// catalog/engines/NAME.flags.json. The command line flags of an engine. Ranges of releases are "FROM..UNTIL": the first release that has
/// it and the first that has it no longer; either may be left out, several are separated by commas, and the empty text is every release.
/// </summary>
[ReadFrom("engines/*.flags.json")]
internal sealed record EngineFlagsEntry
{
    public required string Engine { get; init; }
    public string? Note { get; init; }

    /// <summary>Those that were read, oldest first.</summary>
    public required ImmutableArray<string> Releases { get; init; }

    public required SourceEntry Source { get; init; }

    /// <summary>Flags that went before the first release that was read, which old guides still print.</summary>
    [FoundByName(NameKey.Flag)]
    public required ImmutableArray<string> Removed { get; init; }

    /// <summary>First release that takes --disable-X for every --enable-X and the reverse; null: none does.</summary>
    public string? PairsFrom { get; init; }

    [FoundByName(NameKey.Flag)]
    public required ImmutableSortedDictionary<string, FlagEntry> Flags { get; init; }
}

/// <summary>A flag. `…_from` hold values from a release on, `…_in` words with their ranges.</summary>
internal sealed record FlagEntry
{
    /// <summary>Releases that have it under this name; null: all that were read.</summary>
    public string? In { get; init; }

    /// <summary>bool (with --no-X), switch, int, float, json; null: str.</summary>
    public string? Type { get; init; }
    public ImmutableSortedDictionary<string, string>? TypeFrom { get; init; }

    /// <summary>"&lt;computed>" where the engine computes it, "&lt;unset>" where it must be stated to count.</summary>
    public JsonElement? Default { get; init; }
    public ImmutableSortedDictionary<string, JsonElement>? DefaultFrom { get; init; }

    /// <summary>What takes its place; "-" where nothing is named.</summary>
    public string? Deprecated { get; init; }
    public ImmutableSortedDictionary<string, string>? DeprecatedFrom { get; init; }

    /// <summary>The values that are taken; null: any.</summary>
    public JsonElement? Choices { get; init; }
    public ImmutableSortedDictionary<string, string>? ChoicesIn { get; init; }

    /// <summary>Other names.</summary>
    public ImmutableArray<string> Aliases
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public ImmutableSortedDictionary<string, string>? AliasesIn { get; init; }
}

/// <summary>catalog/engines/NAME.env.json. The environment variables that an engine reads.</summary>
[ReadFrom("engines/*.env.json")]
internal sealed record EngineVariablesEntry
{
    public required string Engine { get; init; }

    /// <summary>How all of them begin.</summary>
    public required string Prefix { get; init; }

    public required ImmutableArray<string> Releases { get; init; }
    public required SourceEntry Source { get; init; }

    /// <summary>Variables that went, with the key or flag that took their place.</summary>
    public required ImmutableSortedDictionary<string, string> Replaced { get; init; }

    /// <summary>Each with the releases that read it.</summary>
    [FoundByName(NameKey.Exact)]
    public required ImmutableSortedDictionary<string, string> Names { get; init; }
}

/// <summary>catalog/engines/NAME.words.json. Words that settings take: parsers, formats, methods.</summary>
[ReadFrom("engines/*.words.json")]
internal sealed record EngineWordsEntry
{
    public required string Engine { get; init; }
    public required ImmutableArray<string> Releases { get; init; }
    public required SourceEntry Source { get; init; }

    /// <summary>By kind, each word with the releases that take it.</summary>
    [FoundByName(NameKey.Exact)]
    public required ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Sets { get; init; }
}

/// <summary>catalog/engines/NAME.metrics.json. What a server offers.</summary>
[ReadFrom("engines/*.metrics.json")]
internal sealed record EngineMetricsEntry
{
    public required string Engine { get; init; }
    public string? Note { get; init; }
    public required ImmutableArray<string> Releases { get; init; }
    public required SourceEntry Source { get; init; }

    /// <summary>Each with its kind (counter, gauge, histogram, summary), then its releases.</summary>
    [FoundByName(NameKey.Exact)]
    public required ImmutableSortedDictionary<string, string> Metrics { get; init; }

    /// <summary>Paths, each with its releases.</summary>
    [FoundByName(NameKey.Exact)]
    public required ImmutableSortedDictionary<string, string> Routes { get; init; }
}

/// <summary>catalog/nccl.json.</summary>
[ReadFrom("nccl.json")]
internal sealed record NcclFile
{
    public required SourceEntry Source { get; init; }

    /// <summary>Names that are often taken for NCCL's, with the real one.</summary>
    public required ImmutableSortedDictionary<string, string> NotNccl { get; init; }

    [FoundByName(NameKey.Exact)]
    public required ImmutableArray<NcclVariableEntry> Variables { get; init; }
}

/// <summary>A variable of NCCL and what it takes.</summary>
internal sealed record NcclVariableEntry
{
    public required string Name { get; init; }
    public bool DebugOnly { get; init; }
    public long? Min { get; init; }
    public long? Max { get; init; }
    public ImmutableArray<string> Choices
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public ImmutableArray<string> Items
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public string? Pattern { get; init; }
}
