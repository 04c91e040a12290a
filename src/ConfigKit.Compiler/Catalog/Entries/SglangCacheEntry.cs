using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ConfigKit.Catalog.Entries;

/// <summary>From what a release of SGLang computes mem_fraction_static.</summary>
[JsonConverter(typeof(SnakeCaseConverter<SglangFraction>))]
internal enum SglangFraction
{
    /// <summary>A table by tensor ranks.</summary>
    TensorRanks,

    /// <summary>A table by tensor and pipeline ranks, larger cards apart.</summary>
    AllRanks,

    /// <summary>A reserve by memory and ranks.</summary>
    MemorySteps,

    /// <summary>A reserve by prefill chunk, graphs and ranks.</summary>
    Activations,
}

/// <summary>What keeps a release from capturing prefill graphs by default.</summary>
[JsonConverter(typeof(SnakeCaseConverter<PrefillGraphBar>))]
internal enum PrefillGraphBar
{
    Always,
    DataAttention,
    Pipeline,

    /// <summary>Any all-to-all backend for experts.</summary>
    AnyDispatch,

    /// <summary>One that is not made for graphs.</summary>
    OtherDispatch,
    PrefillServer,
    DecodeServer,
    Speculation,
    HierarchicalCache,
    ContextParallel,
    DecodeContext,
    TwoBatchOverlap,

    /// <summary>MLA without an indexer.</summary>
    Latent,
    SparseLatent,
    Compressed,
}

/// <summary>catalog/engines/sglang.kv.json. How releases of SGLang size the pools of the KV cache.</summary>
[ReadFrom("engines/sglang.kv.json")]
internal sealed record SglangCacheEntry
{
    public required string Engine { get; init; }
    public required SourceEntry Source { get; init; }

    /// <summary>Defaults by memory, the smallest first.</summary>
    public required ImmutableArray<SinceVersion<ImmutableArray<SglangMemoryStep>>> MemorySteps { get; init; }

    public required ImmutableArray<SinceVersion<SglangFraction>> MemoryFraction { get; init; }
    public required ImmutableArray<SinceVersion<double>> FractionWithoutMemory { get; init; }
    public required ImmutableArray<SinceVersion<int>> SpeculativeMib { get; init; }
    public required ImmutableArray<SinceVersion<int>> DeepepMib { get; init; }
    public required ImmutableArray<SinceVersion<int>> DeepepPrefillGraphMib { get; init; }
    public required ImmutableArray<SinceVersion<ImmutableArray<PrefillGraphBar>>> PrefillGraphBars { get; init; }

    /// <summary>First release whose reserve knows prefill and decode servers.</summary>
    public required string ServerRolesFrom { get; init; }

    /// <summary>First release that captures no decode graph for more than max_running_requests.</summary>
    public required string GraphsWithinRequestsFrom { get; init; }

    /// <summary>First release that takes trtllm_mla for V3 on SM100 by itself.</summary>
    public required string LatentKernelForBlackwellFrom { get; init; }

    /// <summary>First release whose trtllm_mha takes pages of 128.</summary>
    public required string WidePagesFrom { get; init; }

    /// <summary>Releases that turn on data-parallel attention for V3.2.</summary>
    public required ReleaseRange SparseDataAttention { get; init; }

    /// <summary>First release that stores V3.2's cache in fp8 on Blackwell.</summary>
    public required string SparseFp8OnBlackwellFrom { get; init; }

    public required ImmutableArray<SinceVersion<string>> SparseBackend { get; init; }

    /// <summary>First release that accepts bf16 for V4's cache; it stores packed rows all the same.</summary>
    public required string CompressedBf16From { get; init; }

    /// <summary>First release that counts the draft's layers in the pool.</summary>
    public required string DraftInPoolFrom { get; init; }

    /// <summary>First release that sizes V3.2's rows as the backend stores them.</summary>
    public required string SparseRowsByBackendFrom { get; init; }

    /// <summary>First release that counts windows of the stage's layers, not of all entries of compress_ratios.</summary>
    public required string StageWindowsFrom { get; init; }

    /// <summary>First release that keeps request slots for a decode server.</summary>
    public required string ExtraSlotsFrom { get; init; }

    /// <summary>First release that takes states of ratio 128 for each request, before the tokens.</summary>
    public required string RequestStatesFrom { get; init; }

    /// <summary>First release that refuses a pool whose windows hold no request.</summary>
    public required string WindowCheckFrom { get; init; }

    /// <summary>First release that counts the padding of V4's pages.</summary>
    public required string PaddedPagesFrom { get; init; }

    /// <summary>First release that counts it for V4.1's compressed rows, with the pages that it reserves.</summary>
    public required string PaddedSourcesFrom { get; init; }
}

/// <summary>Releases from one on, before another.</summary>
internal sealed record ReleaseRange
{
    public required Version From { get; init; }
    public required Version Until { get; init; }

    public bool Contains(Version release) => release >= From && release < Until;
}

/// <summary>Defaults for GPUs of less memory than this.</summary>
internal sealed record SglangMemoryStep
{
    /// <summary>Null: all larger ones.</summary>
    public int? BelowMib { get; init; }

    public required int Chunk { get; init; }

    /// <summary>On prefill and decode servers.</summary>
    public int? DisaggregatedChunk { get; init; }

    /// <summary>The largest batch of a decode graph; null: the runner decides.</summary>
    public int? Graph { get; init; }

    /// <summary>The same from four tensor ranks on; null: as with fewer.</summary>
    public int? WideGraph { get; init; }
}
