using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>What SGLang refuses before it loads, as far as the KV cache is concerned.</summary>
internal static class SglangRefusals
{
    public static KvRefusal? Of(SglangCacheRequest r, SglangCacheRules rules)
    {
        if (r.Release.FirstRelease.GetValueOrDefault(r.Model.ModelType) is { } first && r.Release.Version < first)
        {
            return new(
                KvRefusalReason.UnknownModel,
                $"SGLang {r.Release.VersionText} does not know model type {r.Model.ModelType}; SGLang {first} is the first that does"
            );
        }

        if (r.DataAttention && r.Tensor % r.Data != 0)
        {
            return new(KvRefusalReason.AttentionGroups, $"data-parallel attention needs tp ({r.Tensor}) to be a multiple of dp ({r.Data})");
        }

        return OfDtype(r, rules) ?? OfBackend(r) ?? OfDraft(r) ?? OfSharedSources(r) ?? OfReplay(r);
    }

    private static KvRefusal? OfDtype(SglangCacheRequest r, SglangCacheRules rules)
    {
        var isRefused = r.Model.KvLayout switch
        {
            KvLayout.Compressed or KvLayout.SharedCompressed => r.CacheDtype switch
            {
                KvCacheDtypeKind.Auto or KvCacheDtypeKind.Fp8E4M3 => false,
                KvCacheDtypeKind.Bf16 => !rules.AcceptsCompressedBf16,
                KvCacheDtypeKind.Fp16 or KvCacheDtypeKind.Fp8 or KvCacheDtypeKind.Fp8E5M2 => true,
                KvCacheDtypeKind.Fp8DsMla or KvCacheDtypeKind.Nvfp4 or KvCacheDtypeKind.Nvfp4DsMla => true,
            },
            KvLayout.SparseLatent => r.CacheDtype is not (KvCacheDtypeKind.Auto or KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp8E4M3),
            KvLayout.Latent or KvLayout.Grouped => false,
        };
        var name = ServingSection.KvCacheDtypes.First(k => k.Value == r.CacheDtype).Name;
        return isRefused ? new(KvRefusalReason.CacheDtype, $"SGLang does not store this model's KV cache in {name}") : null;
    }

    private static KvRefusal? OfBackend(SglangCacheRequest r)
    {
        var isBlackwell = r.Capability is >= ComputeCapability.FirstWithFp4 and < 120;
        if (r.Backend == "trtllm_mla" && r.Capability < ComputeCapability.FirstWithFp4)
        {
            return new(KvRefusalReason.NoAttentionBackend, "trtllm_mla runs on Blackwell GPUs alone");
        }

        if (r.CompressedBackend == "trtllm" && !isBlackwell)
        {
            return new(KvRefusalReason.NoAttentionBackend, "dsv4_attn_backend trtllm runs on SM100 alone");
        }

        if (r.CompressedBackend == "flashmla_mega" && !(isBlackwell && r.Model.KvLayout == KvLayout.SharedCompressed))
        {
            return new(KvRefusalReason.NoAttentionBackend, "dsv4_attn_backend flashmla_mega runs V4.1 on SM100 alone");
        }

        var isMixed =
            r.SparsePrefillBackend is { } prefill
            && r.SparseDecodeBackend is { } decode
            && prefill != decode
            && (prefill == "tilelang" || decode == "tilelang");
        return isMixed && r.CacheDtype == KvCacheDtypeKind.Fp8E4M3
            ? new(KvRefusalReason.NoAttentionBackend, "tilelang stores fp8 rows that no other backend reads: both must be tilelang")
            : null;
    }

    private static KvRefusal? OfDraft(SglangCacheRequest r)
    {
        if (r is { IsCompressed: true, Draft: SpeculativeMethod.Mtp or SpeculativeMethod.Eagle } && r.DraftTopK != 1)
        {
            return new(KvRefusalReason.Flags, "V4 drafts with --speculative-eagle-topk 1 alone, which must be stated");
        }

        if (r.Draft != SpeculativeMethod.Dspark)
        {
            return null;
        }

        if (r.DataAttention && !r.DataHead)
        {
            return new(KvRefusalReason.Flags, "DSpark with data-parallel attention needs --enable-dp-lm-head");
        }

        return !r.HasDraftModel && r.Model.DsparkBlockSize is null
            ? new(KvRefusalReason.NoSuchDraft, "the checkpoint has no DSpark draft: --speculative-draft-model-path must name one")
            : null;
    }

    private static KvRefusal? OfSharedSources(SglangCacheRequest r)
    {
        if (r.IsCompressed && r.PrefillContextParallel && r.ContextStrategy is not ("interleave" or "zigzag"))
        {
            return new(KvRefusalReason.Flags, "V4 splits prompts by interleave or zigzag alone");
        }

        if (r.Model.KvLayout != KvLayout.SharedCompressed)
        {
            return null;
        }

        return r.Pipeline > 1 ? new(KvRefusalReason.NoPipelineStages, "SGLang does not run V4.1 with pipeline stages")
            : r.TwoBatchOverlap ? new(KvRefusalReason.Flags, "SGLang does not overlap two batches of V4.1")
            : r.SparseOffload ? new(KvRefusalReason.Flags, "SGLang does not run V4.1 with HiSparse")
            : r.Draft is not (null or SpeculativeMethod.Dspark) ? new(KvRefusalReason.NoSuchDraft, "V4.1 drafts with DSpark alone")
            : null;
    }

    private static KvRefusal? OfReplay(SglangCacheRequest r)
    {
        if (
            r.EncoderReplay
            && (r.Model.KvLayout != KvLayout.SharedCompressed || r.MixedChunk || r.Role == SglangRole.Decode || r.PrefillContextParallel)
        )
        {
            return new(
                KvRefusalReason.Flags,
                "--enable-encoder-swa-bounded-replay is for V4.1, without mixed chunks, decode servers and context parallelism"
            );
        }

        var isDispatched = r.Dispatch is not (null or "megamoe");
        return r.DecoderReplay && r.DataAttention && (r.AttentionTensor > 1 || isDispatched)
            ? new(KvRefusalReason.Flags, "--enable-decoder-swa-bounded-replay needs one tensor rank for each attention group")
            : null;
    }
}
