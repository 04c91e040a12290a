using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>What SGLang decides of the KV cache where nothing is stated, and what it refuses before it loads.</summary>
internal static class SglangCacheChoice
{
    // sglang srt/arg_groups/overrides.py and speculative_hook.py.
    private const int CompressedPage = 256;
    private const int SparsePage = 64;
    private const int CompressedRequests = 256;
    private const int SpeculativeRequests = 48;
    private const double WindowRatioDefault = 0.1;
    private const int DraftStepsDefault = 3;
    private const int DsparkBlockDefault = 7;

    // max_prefill_tokens.
    private const int LongestPrefill = 16_384;

    // The largest decode graph of most cards, and of those with less memory than so many GiB.
    private const int UsualRequests = 512;
    private const int SmallRequests = 256;
    private const int SmallGib = 35;

    /// <summary>The settings, or null and why the engine refuses.</summary>
    public static SglangCacheSettings? Resolve(SglangCacheRequest r, out KvRefusal? refusal)
    {
        var rules = SglangCacheRules.Of(r.Release.Version);
        refusal = SglangRefusals.Of(r, rules);
        return refusal is null ? Settings(r, rules) : null;
    }

    /// <summary>Each setting with its reason, also where the engine refuses what is asked for.</summary>
    public static CacheChoice Choose(EngineRelease release, CacheQuestion q)
    {
        var r = SglangCacheRequest.Of(release, q);
        var rules = SglangCacheRules.Of(r.Release.Version);
        var settings = Settings(r, rules);
        var dtype = settings.CacheDtype == KvCacheDtypeKind.Auto ? q.ModelDtype : settings.CacheDtype;
        return new CacheChoice
        {
            CacheDtype = new(
                dtype,
                q.Stated.CacheDtype != KvCacheDtypeKind.Auto ? ""
                    : dtype == q.ModelDtype ? "the model's dtype"
                    : $"SGLang {release.VersionText} default for this model"
            ),
            BlockSize = new(settings.PageSize, r.PageSize == settings.PageSize ? "" : "the attention backend's"),
            MaxNumBatchedTokens = Chunk(q.Stated, SglangMemoryFraction.Limits(r, rules).Chunk),
            MaxNumSeqs = Requests(r, settings, q.MemoryGib),
            MemoryFraction = Setting.Of(r.MemoryFraction, settings.MemoryFraction, "SGLang default for this batch and layout"),
            Refusal = q.HasKnownKernels ? SglangRefusals.Of(r, rules) : null,
        };
    }

    /// <summary>What the engine would make of it, were nothing refused.</summary>
    public static SglangCacheSettings Settings(SglangCacheRequest r, SglangCacheRules rules)
    {
        var (chunk, graph) = SglangMemoryFraction.Limits(r, rules);
        var isSparse = r.Model.KvLayout == KvLayout.SparseLatent;
        var groups = isSparse && rules.TurnsOnSparseDataAttention ? r.Tensor : r.AttentionGroups;
        var dtype = Dtype(r, rules);
        var backend = Backend(r, rules);
        var (steps, topK, tokens) = Draft(r);
        return new SglangCacheSettings
        {
            MemoryFraction = r.MemoryFraction ?? SglangMemoryFraction.Of(r, rules),
            Chunk = chunk > 0 ? chunk / groups : chunk,
            GraphBatch = graph,
            MaxRunningRequests =
                r.MaxRunningRequests
                ?? (
                    r.IsCompressed ? CompressedRequests
                    : r.Draft is null ? null
                    : SpeculativeRequests
                ),
            PageSize = PageSize(r, rules, backend),
            CacheDtype = dtype,
            Backend = backend,
            SparsePrefillBackend = isSparse ? r.SparsePrefillBackend ?? SparseBackend(r, dtype, isPrefill: true) : "",
            SparseDecodeBackend = isSparse ? r.SparseDecodeBackend ?? SparseBackend(r, dtype, isPrefill: false) : "",
            CompressedBackend = r.IsCompressed ? r.CompressedBackend ?? CompressedBackend(r, rules) : "",
            DraftTokens = r.Draft is null ? null : tokens,
            DraftSteps = steps,
            DraftTopK = topK,
            WindowRatio = WindowRatio(r, chunk),
            AttentionGroups = groups,
        };
    }

    private static Setting<int> Chunk(StatedCache stated, int chunk) =>
        chunk > 0
            ? Setting.Of(stated.MaxNumBatchedTokens, chunk, "SGLang default (chunked_prefill_size) for this memory")
            : new(LongestPrefill, "SGLang default (max_prefill_tokens) where prompts are not split");

    /// <summary>Without a limit as many run as the pool holds; that many are usual.</summary>
    private static Setting<int> Requests(SglangCacheRequest r, SglangCacheSettings settings, double gib)
    {
        const string FollowsPool = "SGLang's usual upper end (max_running_requests follows the KV pool)";
        return r.MaxRunningRequests is { } stated ? new(stated, "")
            : settings.MaxRunningRequests is not { } limit ? new(gib < SmallGib ? SmallRequests : UsualRequests, FollowsPool)
            : new(limit, $"SGLang default {(r.IsCompressed ? "for this model" : "with speculative decoding")} (max_running_requests)");
    }

    /// <summary>V4.1's windows are sized by requests where prompts are split.</summary>
    private static double? WindowRatio(SglangCacheRequest r, int chunk) =>
        !r.IsCompressed ? null
        : r.WindowRatio is { } stated ? stated
        : r.Model.KvLayout == KvLayout.SharedCompressed && (r.Role == SglangRole.Decode || chunk > 0) ? null
        : WindowRatioDefault;

    /// <summary>Steps, candidates of a step and tokens verified at once.</summary>
    private static (int Steps, int TopK, int Tokens) Draft(SglangCacheRequest r)
    {
        if (r.Draft == SpeculativeMethod.Dspark)
        {
            var block = (r.DraftTokens ?? r.Model.DsparkBlockSize ?? DsparkBlockDefault) + 1;
            return (1, 1, block);
        }

        var (steps, topK) = (r.DraftSteps ?? DraftStepsDefault, r.DraftTopK ?? 1);
        return (steps, topK, topK == 1 ? steps + 1 : r.DraftTokens ?? steps + 1);
    }

    private static KvCacheDtypeKind Dtype(SglangCacheRequest r, SglangCacheRules rules) =>
        r.CacheDtype != KvCacheDtypeKind.Auto ? r.CacheDtype
        : r.IsCompressed ? KvCacheDtypeKind.Fp8E4M3
        : r.Model.KvLayout != KvLayout.SparseLatent ? KvCacheDtypeKind.Auto
        : r.Capability >= ComputeCapability.FirstWithFp4 && rules.StoresSparseFp8OnBlackwell ? KvCacheDtypeKind.Fp8E4M3
        : KvCacheDtypeKind.Bf16;

    private static string Backend(SglangCacheRequest r, SglangCacheRules rules) =>
        r.Model.KvLayout switch
        {
            KvLayout.Compressed or KvLayout.SharedCompressed => "dsv4",
            KvLayout.SparseLatent => rules.SparseBackend,
            KvLayout.Latent => r.Backend ?? LatentBackend(r, rules),
            KvLayout.Grouped => r.Backend ?? GroupedBackend(r),
        };

    /// <summary>srt/model_overrides/deepseek_v2.py: the rule for SM100 is that of V3's class alone.</summary>
    private static string LatentBackend(SglangCacheRequest r, SglangCacheRules rules) =>
        IsHopper(r) ? "fa3"
        : !IsBlackwell(r) ? "triton"
        : r.Model.ClassName != "DeepseekV3ForCausalLM" ? "flashinfer"
        : rules.HasLatentKernelForBlackwell ? "trtllm_mla"
        : "triton";

    private static string GroupedBackend(SglangCacheRequest r) =>
        r.DraftTopK > 1 ? "flashinfer"
        : IsHopper(r) ? "fa3"
        : IsBlackwell(r) ? "trtllm_mha"
        : "flashinfer";

    private static string SparseBackend(SglangCacheRequest r, KvCacheDtypeKind dtype, bool isPrefill)
    {
        var isNew = r.Capability >= ComputeCapability.FirstWithFp4;
        return dtype == KvCacheDtypeKind.Fp8E4M3
            ? isNew
                ? "trtllm"
                : "flashmla_kv"
            : isPrefill
                ? "flashmla_sparse"
                : isNew
                    ? "trtllm"
                    : "fa3";
    }

    private static string CompressedBackend(SglangCacheRequest r, SglangCacheRules rules)
    {
        var isMega =
            rules.CountsSourcePadding
            && r.Model.KvLayout == KvLayout.SharedCompressed
            && IsBlackwell(r)
            && r.CacheDtype is KvCacheDtypeKind.Auto or KvCacheDtypeKind.Fp8E4M3
            && (r.Role != SglangRole.Both || r.AttentionTensor == 1);
        return isMega ? "flashmla_mega" : "flashmla";
    }

    private static int PageSize(SglangCacheRequest r, SglangCacheRules rules, string backend) =>
        r.IsCompressed ? CompressedPage
        : r.Model.KvLayout == KvLayout.SparseLatent ? SparsePage
        : backend switch
        {
            "flashmla" => 64,
            "cutlass_mla" => 128,
            "trtllm_mla" or "cutedsl_mla" => r.PageSize is 32 or 64 ? r.PageSize.Value : 64,
            "trtllm_mha" => r.PageSize is 16 or 32 or 64 || (r.PageSize == 128 && rules.HasWidePages) ? r.PageSize.Value : 64,
            _ => r.PageSize ?? 1,
        };

    private static bool IsHopper(SglangCacheRequest r) => r.Capability is >= 90 and < ComputeCapability.FirstWithFp4;

    private static bool IsBlackwell(SglangCacheRequest r) => r.Capability is >= ComputeCapability.FirstWithFp4 and < 120;
}
