using ConfigKit.Catalog;
using ConfigKit.Engines.Arguments;
using ConfigKit.Model;
using ConfigKit.Text;

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

    public static SglangCacheRequest Of(EngineRelease release, CacheQuestion q)
    {
        var (stated, layout) = (q.Stated, q.Layout);
        var (isDspark, isDrafted) = (stated.Draft == SpeculativeMethod.Dspark, stated.Draft is not null);
        var request = new SglangCacheRequest
        {
            Release = release,
            Model = q.Architecture,
            MemoryMib = (int)(q.MemoryBytes / Quantity.MiB),
            Capability = q.Capability,
            Tensor = layout.Tensor,
            Pipeline = layout.Pipeline,
            Data = layout.Data,
            DataAttention = layout.DataParallelAttention,
            DecodeContext = layout.DecodeContext,
            CacheDtype = Written(stated.CacheDtype),
            Backend = stated.Backend,
            PageSize = stated.BlockSize,
            ChunkedPrefill = stated.ChunkedPrefill == false ? -1 : stated.MaxNumBatchedTokens,
            MaxRunningRequests = stated.MaxNumSeqs,
            ContextLength = stated.MaxModelLen,
            MemoryFraction = stated.MemoryFraction,
            Draft = stated.Draft,

            // As the setting table writes the number of drafted tokens.
            DraftSteps = isDrafted && !isDspark ? stated.DraftTokens : null,
            DraftTopK = isDrafted && !isDspark ? 1 : null,
            DraftTokens = isDspark ? stated.DraftTokens : stated.DraftTokens + 1,
            HasDraftModel = stated.HasDraftModel,
            RadixCache = stated.PrefixCaching ?? true,
        };
        return request.With(stated.Arguments);
    }

    /// <summary>With what the user's own arguments say.</summary>
    private SglangCacheRequest With(ExtraArguments arguments) =>
        this with
        {
            Role = arguments.Value("--disaggregation-mode") switch
            {
                "prefill" => SglangRole.Prefill,
                "decode" => SglangRole.Decode,
                _ => SglangRole.Both,
            },
            SparsePrefillBackend = arguments.Value("--dsa-prefill-backend") ?? arguments.Value("--nsa-prefill-backend"),
            SparseDecodeBackend = arguments.Value("--dsa-decode-backend") ?? arguments.Value("--nsa-decode-backend"),
            CompressedBackend = arguments.Value("--dsv4-attn-backend"),
            Dispatch = arguments.Value("--moe-a2a-backend") is { } dispatch and not "none" ? dispatch : null,
            GraphBatch = arguments.Integer("--cuda-graph-max-bs"),
            MaxTotalTokens = arguments.Integer("--max-total-tokens"),
            WindowRatio = arguments.Number("--swa-full-tokens-ratio"),
            DraftTopK = arguments.Integer("--speculative-eagle-topk") ?? DraftTopK,
            RadixCache = RadixCache && !arguments.Has("--disable-radix-cache"),
            DataHead = arguments.Has("--enable-dp-lm-head"),
            DecodeRadixCache = arguments.Has("--disaggregation-decode-enable-radix-cache"),
            OverlapSchedule = !arguments.Has("--disable-overlap-schedule"),
            HierarchicalCache = arguments.Has("--enable-hierarchical-cache"),
            TwoBatchOverlap = arguments.Has("--enable-two-batch-overlap"),
            MixedChunk = arguments.Has("--enable-mixed-chunk"),
            SparseOffload = arguments.Has("--enable-hisparse"),
            EncoderReplay = arguments.Has("--enable-encoder-swa-bounded-replay"),
            DecoderReplay = arguments.Has("--enable-decoder-swa-bounded-replay"),
            PrefillContextParallel = arguments.Has("--enable-prefill-cp"),
            ContextStrategy = arguments.Value("--cp-strategy"),
        };

    /// <summary>The engine has no plain fp8 and no fp16: the command says others instead.</summary>
    private static KvCacheDtypeKind Written(KvCacheDtypeKind stated) =>
        stated switch
        {
            KvCacheDtypeKind.Fp8 => KvCacheDtypeKind.Fp8E4M3,
            KvCacheDtypeKind.Fp16 => KvCacheDtypeKind.Bf16,
            _ => stated,
        };

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
