using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ConfigKit.Model;

namespace ConfigKit.Catalog.Entries;

/// <summary>How layers become groups that share block ids.</summary>
[JsonConverter(typeof(SnakeCaseConverter<KvGrouping>))]
internal enum KvGrouping
{
    /// <summary>Up to 0.28: full attention whole, the others in groups of about as many layers.</summary>
    LayerTuples,

    /// <summary>From 0.29 on: balanced buckets chunked, or states in groups no wider than the widest bucket.</summary>
    BalancedBuckets,
}

/// <summary>Bytes of a page that holds compressor states.</summary>
[JsonConverter(typeof(SnakeCaseConverter<KvStatePages>))]
internal enum KvStatePages
{
    /// <summary>The smallest page size of full attention that holds them.</summary>
    Widened,
    OwnSize,
}

/// <summary>What a block id costs where several groups share it.</summary>
[JsonConverter(typeof(SnakeCaseConverter<KvBlockBytes>))]
internal enum KvBlockBytes
{
    /// <summary>The distinct page sizes of full attention, times the most layers of one size.</summary>
    LayerTuples,

    /// <summary>Of each page size as many as any one group has.</summary>
    PageSlots,

    /// <summary>The pages of the widest group.</summary>
    WidestGroup,
}

/// <summary>What a block of one request counts for in the test at the start.</summary>
[JsonConverter(typeof(SnakeCaseConverter<KvRequestBytes>))]
internal enum KvRequestBytes
{
    LayerTuples,
    Blocks,
}

/// <summary>How many requests of the longest length the log says there is room for.</summary>
[JsonConverter(typeof(SnakeCaseConverter<KvConcurrency>))]
internal enum KvConcurrency
{
    /// <summary>Blocks of narrower groups count as shares of one of the first group.</summary>
    SharesOfFirstGroup,
    Blocks,
}

/// <summary>Tokens that a window reserves room for beside its own.</summary>
[JsonConverter(typeof(SnakeCaseConverter<KvTokensInFlight>))]
internal enum KvTokensInFlight
{
    OneStep,
    ConcurrentSteps,
}

/// <summary>Caches that ask for blocks at multiples of their rows.</summary>
[JsonConverter(typeof(SnakeCaseConverter<KvAlignedStrides>))]
internal enum KvAlignedStrides
{
    None,
    FlatLatentRows,
    WindowRows,
}

/// <summary>catalog/engines/vllm.kv.json. How releases of vLLM plan the KV cache.</summary>
[ReadFrom("engines/vllm.kv.json")]
internal sealed record VllmCacheEntry
{
    public required string Engine { get; init; }
    public required SourceEntry Source { get; init; }
    public required ImmutableArray<SinceVersion<KvGrouping>> Groups { get; init; }
    public required ImmutableArray<SinceVersion<KvStatePages>> StatePages { get; init; }
    public required ImmutableArray<SinceVersion<KvBlockBytes>> BlockBytes { get; init; }
    public required ImmutableArray<SinceVersion<KvRequestBytes>> RequestBytes { get; init; }
    public required ImmutableArray<SinceVersion<KvConcurrency>> Concurrency { get; init; }
    public required ImmutableArray<SinceVersion<KvTokensInFlight>> TokensInFlight { get; init; }
    public required ImmutableArray<SinceVersion<KvAlignedStrides>> AlignedStrides { get; init; }

    /// <summary>First release that keeps one block for itself before it tests a request.</summary>
    public required string NullBlockFrom { get; init; }

    /// <summary>Compute capability, times ten, from which the latent is stored in fp8.</summary>
    public required ImmutableArray<SinceVersion<int>> LowestOfFp8Latent { get; init; }

    /// <summary>First release of which it is known what it refuses.</summary>
    public required string RefusalsKnownFrom { get; init; }

    /// <summary>First release that schedules the next step while one runs.</summary>
    public required string AsyncSchedulingFrom { get; init; }

    /// <summary>First release whose first runner does not do so with pipeline stages.</summary>
    public required string AsyncNeedsOneStageFrom { get; init; }

    /// <summary>First release that runs V4 with pipeline stages.</summary>
    public required string CompressedStagesFrom { get; init; }

    public required string DsparkFrom { get; init; }

    /// <summary>First release that runs a draft beside pipeline stages: on the last one.</summary>
    public required string DraftStagesFrom { get; init; }

    public required ImmutableArray<SinceVersion<SecondRunnerEntry>> SecondRunner { get; init; }

    /// <summary>In order: the first that holds decides; a stated format that none has is refused.</summary>
    public required ImmutableArray<CacheDtypeEntry> CacheDtypes { get; init; }

    /// <summary>In order of the backends' priority.</summary>
    public required ImmutableArray<BlockSizeEntry> BlockSizes { get; init; }
}

/// <summary>What model runner V2 runs.</summary>
internal sealed record SecondRunnerEntry
{
    public bool All { get; init; }

    /// <summary>Every model without experts.</summary>
    public bool Dense { get; init; }

    /// <summary>Anything that drafts with DSpark.</summary>
    public bool Dspark { get; init; }

    /// <summary>Architectures, when neither MoE nor quantized.</summary>
    public ImmutableArray<string> Plain
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Architectures.</summary>
    public ImmutableArray<string> Named
    {
        get => field.IsDefault ? [] : field;
        init;
    }
}

/// <summary>Compute capabilities, times ten.</summary>
internal sealed record CapabilityRange
{
    public int? From { get; init; }
    public int? Until { get; init; }

    public bool Contains(int capability) => (From is null || capability >= From) && (Until is null || capability < Until);
}

/// <summary>What a stated format of the KV cache becomes.</summary>
internal sealed record CacheDtypeEntry
{
    public required ImmutableArray<KvLayout> Layouts { get; init; }
    public required ImmutableArray<KvCacheDtypeKind> Stated { get; init; }
    public Version? From { get; init; }
    public Version? Until { get; init; }
    public CapabilityRange? Capabilities { get; init; }

    /// <summary>The kernel needs so many heads in each output group, and whole groups on each rank; null: any.</summary>
    public int? HeadsPerOutputGroup { get; init; }

    /// <summary>Null: as stated.</summary>
    public KvCacheDtypeKind? Becomes { get; init; }
}

/// <summary>Tokens of a block, as the attention backend has them.</summary>
internal sealed record BlockSizeEntry
{
    public required ImmutableArray<KvLayout> Layouts { get; init; }
    public required int Tokens { get; init; }

    /// <summary>Null: whatever the backend.</summary>
    public string? Backend { get; init; }

    public Version? From { get; init; }
    public CapabilityRange? Capabilities { get; init; }

    /// <summary>Empty: any.</summary>
    public ImmutableArray<KvCacheDtypeKind> Dtypes
    {
        get => field.IsDefault ? [] : field;
        init;
    }
}
