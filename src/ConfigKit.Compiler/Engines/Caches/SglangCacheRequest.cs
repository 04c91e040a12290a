using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>What a server of a disaggregated deployment does.</summary>
internal enum SglangRole
{
    Both,
    Prefill,
    Decode,
}

/// <summary>What SGLang is asked for, as far as the KV cache depends on it. Null: not stated.</summary>
internal sealed record SglangCacheRequest
{
    public required EngineRelease Release { get; init; }
    public required ModelArchitecture Model { get; init; }

    /// <summary>Memory as nvidia-smi prints it; 0: not known.</summary>
    public required int MemoryMib { get; init; }

    /// <summary>Compute capability, times ten.</summary>
    public required int Capability { get; init; }

    public int Tensor { get; init; } = 1;
    public int Pipeline { get; init; } = 1;

    /// <summary>--dp-size.</summary>
    public int Data { get; init; } = 1;

    public bool DataAttention { get; init; }
    public int DecodeContext { get; init; } = 1;
    public SglangRole Role { get; init; }

    /// <summary>Auto: not stated.</summary>
    public KvCacheDtypeKind CacheDtype { get; init; }

    public string? Backend { get; init; }
    public string? SparsePrefillBackend { get; init; }
    public string? SparseDecodeBackend { get; init; }
    public string? CompressedBackend { get; init; }

    /// <summary>--moe-a2a-backend; null: none.</summary>
    public string? Dispatch { get; init; }

    public int? PageSize { get; init; }
    public int? ChunkedPrefill { get; init; }
    public int? GraphBatch { get; init; }
    public int? MaxRunningRequests { get; init; }
    public int? ContextLength { get; init; }
    public int? MaxTotalTokens { get; init; }
    public double? MemoryFraction { get; init; }
    public double? WindowRatio { get; init; }
    public int? WindowTails { get; init; }
    public SpeculativeMethod? Draft { get; init; }
    public int? DraftSteps { get; init; }
    public int? DraftTopK { get; init; }
    public int? DraftTokens { get; init; }
    public bool HasDraftModel { get; init; }
    public bool DataHead { get; init; }
    public bool RadixCache { get; init; } = true;

    /// <summary>--disaggregation-decode-enable-radix-cache.</summary>
    public bool DecodeRadixCache { get; init; }

    public bool OverlapSchedule { get; init; } = true;
    public bool HierarchicalCache { get; init; }
    public bool TwoBatchOverlap { get; init; }
    public bool MixedChunk { get; init; }
    public bool SparseOffload { get; init; }
    public bool EncoderReplay { get; init; }
    public bool DecoderReplay { get; init; }
    public bool PrefillContextParallel { get; init; }
    public string? ContextStrategy { get; init; }

    /// <summary>Groups of data-parallel attention.</summary>
    public int AttentionGroups => DataAttention ? Data : 1;

    /// <summary>Tensor ranks of attention.</summary>
    public int AttentionTensor => Math.Max(1, Tensor / AttentionGroups);

    public bool IsCompressed => Model.KvLayout is KvLayout.Compressed or KvLayout.SharedCompressed;
}

/// <summary>What SGLang makes of it.</summary>
internal sealed record SglangCacheSettings
{
    /// <summary>mem_fraction_static.</summary>
    public required double MemoryFraction { get; init; }

    /// <summary>Tokens of a prefill chunk of one attention group; not positive: prompts are not split.</summary>
    public required int Chunk { get; init; }

    /// <summary>The largest batch of a decode graph; null: the runner decides.</summary>
    public required int? GraphBatch { get; init; }

    /// <summary>Requests of all attention groups; null: as many as the pool allows.</summary>
    public required int? MaxRunningRequests { get; init; }

    public required int PageSize { get; init; }

    /// <summary>Auto: the model's own format.</summary>
    public required KvCacheDtypeKind CacheDtype { get; init; }

    public required string Backend { get; init; }

    /// <summary>V3.2's kernels; empty for others.</summary>
    public required string SparsePrefillBackend { get; init; }

    public required string SparseDecodeBackend { get; init; }

    /// <summary>Kernels of V4; empty for others.</summary>
    public required string CompressedBackend { get; init; }

    /// <summary>Tokens that are verified at once; null: no speculative decoding.</summary>
    public required int? DraftTokens { get; init; }

    public required int DraftSteps { get; init; }
    public required int DraftTopK { get; init; }

    /// <summary>swa_full_tokens_ratio; null: no windows, or V4.1's, which requests size.</summary>
    public required double? WindowRatio { get; init; }

    /// <summary>Groups of data-parallel attention.</summary>
    public required int AttentionGroups { get; init; }

    /// <summary>Requests of one attention group; null: as many as the pool allows.</summary>
    public int? RequestsOfGroup => MaxRunningRequests is { } all ? Math.Max(1, all / AttentionGroups) : null;
}
