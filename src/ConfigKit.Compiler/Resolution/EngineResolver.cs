using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>Decides the engine's settings: those that are stated, else its own defaults.</summary>
internal static class EngineResolver
{
    public static ServingSettings Serving(Decisions decided, ServingSection stated, EngineRelease release, CacheQuestion question)
    {
        var engine = release.Engine;
        var limit = question.Architecture.MaxPositionEmbeddings;
        var choice = engine.Choose(release, question);
        return new ServingSettings
        {
            MaxModelLen =
                stated.MaxModelLen == -1
                    ? new(0, "")
                    : decided.Of("serving.max_model_len", stated.MaxModelLen, limit, "the model's longest context"),
            MaxNumSeqs = decided.Keep("serving.max_num_seqs", choice.MaxNumSeqs),
            MaxNumBatchedTokens = decided.Keep("serving.max_num_batched_tokens", choice.MaxNumBatchedTokens),
            MemoryFraction = decided.Keep(engine.MemoryKey, choice.MemoryFraction),
            ForeignMemoryKeys = [.. stated.MemoryFractions.Where(f => f.Value is not null && f.Key != engine.MemoryKey).Select(f => f.Key)],
            KvCacheMemory = stated.KvCacheMemory,
            KvOffload = Offload(stated.KvOffload, engine),
            KvCacheDtype = decided.Keep("serving.kv_cache_dtype", choice.CacheDtype),
            BlockSize = decided.Keep("serving.block_size", choice.BlockSize),
            EnforceEager = decided.Of(
                "serving.enforce_eager",
                stated.EnforceEager,
                ServingSection.EnforceEagerDefault.Value,
                "engine default"
            ),
            ChunkedPrefill = Or(
                "serving.enable_chunked_prefill",
                stated.EnableChunkedPrefill,
                engine.DefaultChunkedPrefill(release, question.Length)
            ),
            PrefixCaching = Or("serving.enable_prefix_caching", stated.EnablePrefixCaching, engine.DefaultPrefixCaching(release)),
            Port = decided.Of("serving.port", stated.Port, release.DefaultPort, engine.Title + " default"),
            SpeculativeMethod = question.Stated.Draft,
            SpeculativeTokens = question.Stated.DraftTokens,
            DraftModel = stated.Speculative?.Model,
            WrittenKvCacheDtype = stated.KvCacheDtype is { } format and not KvCacheDtypeKind.Auto ? format : choice.NeededDtype,
            AttentionBackend = stated.AttentionBackend,
            MoeBackend = stated.MoeBackend,
            Engram = EngramResolver.Engram(stated, release, question.Layout),
            ToolCalls = decided.Of("serving.tool_calls", stated.ToolCalls, ServingSection.ToolCallsDefault, "off by default"),
            Reasoning = decided.Of("serving.reasoning", stated.Reasoning, ServingSection.ReasoningDefault, "off by default"),
            DistributedExecutor = decided.Keep(
                "serving.distributed_executor_backend",
                Executor(stated.DistributedExecutorBackend, release)
            ),
            DistributedTimeout = stated.DistributedTimeout,
            Environment = stated.Env,
            ExtraArguments = stated.ExtraArgs.IsDefault ? [] : stated.ExtraArgs,
        };

        Setting<T> Or<T>(string key, T? value, Setting<T> fallback)
            where T : struct => decided.Keep(key, value is { } said ? new(said, "") : fallback);
    }

    /// <summary>What the file states of the KV cache and of the size of a step.</summary>
    public static StatedCache Stated(ServingSection stated, Engine engine, ModelArchitecture model)
    {
        var draft = stated.Speculative;
        SpeculativeMethod? method = draft is null ? null : draft.Method ?? SpeculativeSection.MethodDefault;

        // DSpark drafts the block that its checkpoint was made for.
        var tokens = method == SpeculativeMethod.Dspark ? model.DsparkBlockSize : null;
        return new()
        {
            CacheDtype = stated.KvCacheDtype ?? KvCacheDtypeKind.Auto,
            Backend = stated.AttentionBackend,
            BlockSize = stated.BlockSize,
            MaxModelLen = stated.MaxModelLen is > 0 ? stated.MaxModelLen : null,
            MaxNumBatchedTokens = stated.MaxNumBatchedTokens,
            MaxNumSeqs = stated.MaxNumSeqs,
            ChunkedPrefill = stated.EnableChunkedPrefill,
            MemoryFraction = stated.MemoryFractions.First(f => f.Key == engine.MemoryKey).Value,
            Draft = method,
            DraftTokens = draft is null ? 0 : draft.NumTokens ?? tokens ?? SpeculativeSection.NumTokensDefault,
            HasDraftModel = draft?.Model is not null,
            PrefixCaching = stated.EnablePrefixCaching,
            Arguments = new(stated.ExtraArgs.IsDefault ? [] : stated.ExtraArgs),
            Environment = stated.Env,
        };
    }

    private static KvOffload? Offload(KvOffloadSection? stated, Engine engine) =>
        stated?.Size is { } size ? new(stated.Backend ?? engine.KvOffloads[0], size) : null;

    private static Setting<DistributedExecutor> Executor(DistributedExecutor? stated, EngineRelease release) =>
        release.StartsNodesItself
            ? Setting.Of(stated, DistributedExecutor.Mp, $"{release.Title} starts several nodes by itself")
            : Setting.Of(
                stated,
                DistributedExecutor.Ray,
                release.NodesStartedFrom is { } since
                    ? $"{release.Title} starts several nodes by itself from {since} on"
                    : "the engine does not start several nodes"
            );
}
