using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>What vLLM decides of the KV cache where nothing is stated, and what it refuses before it plans.</summary>
internal static class VllmCacheChoice
{
    private const string ForThisGpu = "vLLM default for this GPU";

    /// <summary>The settings, or null and why the engine refuses.</summary>
    public static VllmCacheSettings? Resolve(VllmCacheRequest r, out KvRefusal? refusal)
    {
        var rules = VllmCacheRules.Of(r.Release.Version);
        refusal = Refusal(r, rules);
        if (refusal is not null)
        {
            return null;
        }

        var dtype = rules.DtypeRule(r)!.Becomes ?? r.CacheDtype;
        var (runner, isAhead) = Scheduling(r, rules);
        var (length, tokens, sequences) = Limits(r);
        return new VllmCacheSettings
        {
            CacheDtype = dtype,
            BlockSize = r.BlockSize ?? BlockSize(r, rules, dtype),
            MaxModelLen = length,
            MaxNumBatchedTokens = tokens,
            MaxNumSeqs = sequences,
            SecondRunner = runner,
            AsyncScheduling = isAhead,
        };
    }

    /// <summary>Each setting with its reason, also where the engine refuses what is asked for.</summary>
    public static CacheChoice Choose(EngineRelease release, CacheQuestion q)
    {
        var r = VllmCacheRequest.Of(release, q);
        var rules = VllmCacheRules.Of(r.Release.Version);
        var (_, tokens, sequences) = Limits(r);
        var needed = Needed(r, rules);
        var rule = rules.DtypeRule(needed is { } format ? r with { CacheDtype = format } : r);
        var dtype = rule?.Becomes ?? r.CacheDtype;
        return new CacheChoice
        {
            CacheDtype = Dtype(release, q, dtype, needed),
            NeededDtype = needed,
            BlockSize = Setting.Of(r.BlockSize, BlockSize(r, rules, dtype), "the attention backend's"),
            MaxNumBatchedTokens = Setting.Of(
                r.MaxNumBatchedTokens,
                tokens,
                r.ChunkedPrefill ? ForThisGpu : "max_model_len: this release does not split prompts"
            ),
            MaxNumSeqs = Setting.Of(r.MaxNumSeqs, sequences, ForThisGpu),
            MemoryFraction = Setting.Of(q.Stated.MemoryFraction, release.DefaultMemoryFraction ?? 0, DefaultOf(release)),

            Refusal = needed is null && rules.KnowsRefusals && q.HasKnownKernels ? Refusal(r, rules) : null,
        };
    }

    /// <summary>Whether model runner V2 runs the model, and whether the next step is scheduled while one runs.</summary>
    public static (bool SecondRunner, bool IsAhead) Scheduling(VllmCacheRequest r, VllmCacheRules rules)
    {
        var runner = r.SecondRunner ?? RunsSecond(r, rules.SecondRunner);
        return (runner, r.AsyncScheduling ?? SchedulesAhead(r, rules, runner));
    }

    /// <summary>Length, tokens of a step and sequences, in the order in which vllm engine/arg_utils.py settles them.</summary>
    private static (int Length, int Tokens, int Sequences) Limits(VllmCacheRequest r)
    {
        var length = r.MaxModelLen ?? r.Model.MaxPositionEmbeddings;
        var sequences = r.MaxNumSeqs ?? r.Release.OfMemory(r.Release.DefaultSequences, r.Device, r.MemoryGib);
        if (r.MaxNumBatchedTokens is not { } tokens)
        {
            tokens = r.Release.OfMemory(r.Release.DefaultBatchedTokens, r.Device, r.MemoryGib);
            tokens = r.ChunkedPrefill ? tokens : Math.Max(tokens, length);
            tokens = (int)Math.Min(tokens, (long)sequences * length);
        }

        return (length, tokens, r.MaxNumSeqs ?? Math.Min(sequences, tokens));
    }

    private static int BlockSize(VllmCacheRequest r, VllmCacheRules rules, KvCacheDtypeKind dtype) => rules.BlockSize(r, dtype)!.Tokens;

    /// <summary>The format that must be stated where the release refuses the model's own; null: none must.</summary>
    private static KvCacheDtypeKind? Needed(VllmCacheRequest r, VllmCacheRules rules) =>
        r.CacheDtype == KvCacheDtypeKind.Auto
        && rules.DtypeRule(r) is null
        && rules.DtypeRule(r with { CacheDtype = KvCacheDtypeKind.Fp8 }) is not null
            ? KvCacheDtypeKind.Fp8
            : null;

    private static Setting<KvCacheDtypeKind> Dtype(
        EngineRelease release,
        CacheQuestion q,
        KvCacheDtypeKind chosen,
        KvCacheDtypeKind? needed
    )
    {
        var dtype = chosen switch
        {
            KvCacheDtypeKind.Auto => q.ModelDtype,
            KvCacheDtypeKind.Fp8 => KvCacheDtypeKind.Fp8E4M3,
            _ => chosen,
        };
        return new(
            dtype,
            q.Stated.CacheDtype != KvCacheDtypeKind.Auto ? ""
                : needed is not null ? $"vLLM {release.VersionText} refuses its own default for this model"
                : q.StoresFp8Cache ? "the checkpoint's kv_cache_quant_algo"
                : chosen == KvCacheDtypeKind.Auto ? "the model's dtype"
                : $"{DefaultOf(release)} for this model"
        );
    }

    private static string DefaultOf(EngineRelease release) => $"vLLM {release.VersionText} default";

    private static bool RunsSecond(VllmCacheRequest r, SecondRunnerEntry set) =>
        set.All
        || (set.Dense && !r.Model.IsMoe)
        || (set.Dspark && r.Draft == SpeculativeMethod.Dspark)
        || set.Named.Contains(r.Model.ClassName)
        || (set.Plain.Contains(r.Model.ClassName) && !r.Model.IsMoe && !r.IsQuantized);

    /// <summary>vllm config/vllm.py: n-grams are drafted on the CPU, which the first runner can't do ahead.</summary>
    private static bool SchedulesAhead(VllmCacheRequest r, VllmCacheRules rules, bool secondRunner) =>
        rules.HasAsyncScheduling && (secondRunner || (r.Draft != SpeculativeMethod.Ngram && !(rules.AsyncNeedsOneStage && r.Pipeline > 1)));

    private static KvRefusal? Refusal(VllmCacheRequest r, VllmCacheRules rules)
    {
        var (release, model) = ($"vLLM {r.Release.VersionText}", r.Model);
        if (r.Release.FirstRelease.GetValueOrDefault(model.ModelType) is { } first && r.Release.Version < first)
        {
            return new(
                KvRefusalReason.UnknownModel,
                $"{release} does not know model type {model.ModelType}; vLLM {first} is the first that does"
            );
        }

        if (r.Draft == SpeculativeMethod.Dspark && !rules.HasDspark)
        {
            return new(KvRefusalReason.UnknownDraftMethod, $"{release} has no speculative method dspark");
        }

        if (r.Draft == SpeculativeMethod.Mtp && model.KvLayout == KvLayout.SharedCompressed)
        {
            return new(KvRefusalReason.NoSuchDraft, "the checkpoint has no MTP draft; its draft is DSpark's");
        }

        if (r.Pipeline > 1 && model.KvLayout == KvLayout.Compressed && !rules.HasCompressedStages)
        {
            return new(KvRefusalReason.NoPipelineStages, $"{release} does not run this model with pipeline stages");
        }

        if (r is { Pipeline: > 1, Draft: SpeculativeMethod.Mtp or SpeculativeMethod.Dspark } && !rules.HasDraftStages)
        {
            return new(KvRefusalReason.NoPipelineStages, $"{release} does not run the draft with pipeline stages");
        }

        return DtypeRefusal(r, rules, release);
    }

    private static KvRefusal? DtypeRefusal(VllmCacheRequest r, VllmCacheRules rules, string release)
    {
        var name = ServingSection.KvCacheDtypes.First(k => k.Value == r.CacheDtype).Name;
        if (rules.DtypeRule(r) is not { } rule)
        {
            return r.Model.KvLayout is KvLayout.Compressed or KvLayout.SharedCompressed
                ? new(KvRefusalReason.CacheDtype, $"{release} stores this model's KV cache in packed fp8 rows, not in {name}")
                : new(KvRefusalReason.NoAttentionBackend, $"{release} has no attention backend for a KV cache in {name} on this GPU");
        }

        // FlashMLA's sparse kernel reads shared caches in its packed format alone.
        var isBf16 = (rule.Becomes ?? r.CacheDtype) == KvCacheDtypeKind.Auto;
        return r.DecodeContext > 1 && isBf16 && r.Model.KvLayout == KvLayout.SparseLatent && r.Capability < ComputeCapability.FirstWithFp4
            ? new(KvRefusalReason.DtypeInDecodeContext, $"{release} shares a sparse KV cache between ranks in fp8_ds_mla alone")
            : null;
    }
}
