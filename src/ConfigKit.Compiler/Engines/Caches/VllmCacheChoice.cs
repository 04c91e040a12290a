using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Model;

namespace ConfigKit.Engines.Caches;

/// <summary>What vLLM decides of the KV cache where nothing is stated, and what it refuses before it plans.</summary>
internal static class VllmCacheChoice
{
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
        var runner = r.SecondRunner ?? RunsSecond(r, rules.SecondRunner);
        var (length, tokens, sequences) = Limits(r, rules);
        return new VllmCacheSettings
        {
            CacheDtype = dtype,
            BlockSize = r.BlockSize ?? BlockSize(r, rules, dtype),
            MaxModelLen = length,
            MaxNumBatchedTokens = tokens,
            MaxNumSeqs = sequences,
            SecondRunner = runner,
            AsyncScheduling = r.AsyncScheduling ?? SchedulesAhead(r, rules, runner),
        };
    }

    /// <summary>Length, tokens of a step and sequences, in the order in which vllm engine/arg_utils.py settles them.</summary>
    public static (int Length, int Tokens, int Sequences) Limits(VllmCacheRequest r, VllmCacheRules rules)
    {
        var length = r.MaxModelLen ?? r.Model.MaxPositionEmbeddings;
        var sequences = r.MaxNumSeqs ?? OfMemory(rules.Sequences, r);
        if (r.MaxNumBatchedTokens is not { } tokens)
        {
            tokens = OfMemory(rules.BatchedTokens, r);
            tokens = r.ChunkedPrefill ? tokens : Math.Max(tokens, length);
            tokens = (int)Math.Min(tokens, (long)sequences * length);
        }

        return (length, tokens, r.MaxNumSeqs ?? Math.Min(sequences, tokens));
    }

    public static int BlockSize(VllmCacheRequest r, VllmCacheRules rules, KvCacheDtypeKind dtype) => rules.BlockSize(r, dtype)!.Tokens;

    private static int OfMemory(ImmutableArray<MemoryStepEntry> steps, VllmCacheRequest r) =>
        steps
            .First(s =>
                r.MemoryGib >= s.Gib
                && !s.ExceptCapabilities.Contains(r.Capability)
                && !s.ExceptNames.Any(n => r.Device.Contains(n, StringComparison.Ordinal))
            )
            .Value;

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
