using System.Collections.Immutable;

namespace ConfigKit.Catalog.Entries;

/// <summary>catalog/engines/NAME.json. An engine: what its releases do by default and need. Versions as the project writes them.</summary>
[ReadFrom("engines/*.json")]
internal sealed record EngineEntry
{
    /// <summary>In a user's file alone: whether it takes the place of an entry of ours of the same name.</summary>
    public bool Replace { get; init; }

    /// <summary>vllm, sglang or tensorrt-llm.</summary>
    public required string Engine { get; init; }

    public required string Newest { get; init; }
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

    /// <summary>CUDA version of the release images.</summary>
    public ImmutableArray<SinceVersion<string>> Cuda
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

    public required ImmutableArray<SourceEntry> Sources { get; init; }
}

/// <summary>A value that holds from a release on.</summary>
internal sealed record SinceVersion<T>
{
    public required string From { get; init; }
    public required T Value { get; init; }
}

/// <summary>catalog/engines/NAME.flags.json. The command line flags of an engine's release, and the releases for which they are taken to hold.</summary>
[ReadFrom("engines/*.flags.json")]
internal sealed record EngineFlagsEntry
{
    public required string Engine { get; init; }
    public string? Note { get; init; }

    /// <summary>The first release.</summary>
    public required Version From { get; init; }

    /// <summary>The first release for which they do not hold any more.</summary>
    public required Version Until { get; init; }

    /// <summary>The release that they were read from, in words.</summary>
    public required string Release { get; init; }

    public required SourceEntry Source { get; init; }

    /// <summary>Flags of older releases that old guides still print.</summary>
    [FoundByName(NameKey.Flag)]
    public required ImmutableArray<string> Removed { get; init; }

    [FoundByName(NameKey.Flag)]
    public required ImmutableArray<string> Flags { get; init; }
}

/// <summary>catalog/engines/NAME.env.json. The environment variables that an engine reads.</summary>
[ReadFrom("engines/*.env.json")]
internal sealed record EngineVariablesEntry
{
    public required string Engine { get; init; }

    /// <summary>How all of them begin.</summary>
    public required string Prefix { get; init; }

    /// <summary>The first release of which the list is.</summary>
    public required Version From { get; init; }

    public required SourceEntry Source { get; init; }

    /// <summary>Variables that went, with the key or flag that took their place; empty: nothing did.</summary>
    public required ImmutableSortedDictionary<string, string> Replaced { get; init; }

    [FoundByName(NameKey.Exact)]
    public required ImmutableArray<string> Names { get; init; }
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
