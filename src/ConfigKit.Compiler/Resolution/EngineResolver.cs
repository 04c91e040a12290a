using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>Decides the engine's settings: those that are stated, else its own defaults.</summary>
internal static class EngineResolver
{
    public static ServingSettings Serving(
        Decisions decided,
        ServingSection stated,
        EngineRelease release,
        Checkpoint model,
        Accelerator gpu,
        ParallelLayout layout
    )
    {
        var engine = release.Engine;
        var limit = model.Architecture.MaxPositionEmbeddings;
        var length = stated.MaxModelLen is > 0 and var asked ? asked : limit;
        var batched = Or("serving.max_num_batched_tokens", stated.MaxNumBatchedTokens, engine.DefaultBatchedTokens(release, gpu, length));
        var fraction = stated.MemoryFractions.First(f => f.Key == engine.MemoryKey).Value;
        return new ServingSettings
        {
            MaxModelLen =
                stated.MaxModelLen == -1
                    ? new(0, "")
                    : decided.Of("serving.max_model_len", stated.MaxModelLen, limit, "the model's longest context"),
            MaxNumSeqs = Or(
                "serving.max_num_seqs",
                stated.MaxNumSeqs,
                engine.DefaultSequences(release, gpu, stated.Speculative is not null)
            ),
            MaxNumBatchedTokens = batched,
            MemoryFraction = Or(engine.MemoryKey, fraction, engine.DefaultMemoryFraction(release, gpu, layout, batched)),
            ForeignMemoryKeys = [.. stated.MemoryFractions.Where(f => f.Value is not null && f.Key != engine.MemoryKey).Select(f => f.Key)],
            KvCacheMemory = stated.KvCacheMemory,
            KvOffload = Offload(stated.KvOffload, engine),
            KvCacheDtype = decided.Keep("serving.kv_cache_dtype", KvCache(stated.KvCacheDtype, engine, model)),
            BlockSize = decided.Of(
                "serving.block_size",
                stated.BlockSize,
                engine.DefaultBlockSize(model.Architecture, gpu),
                "the attention backend's"
            ),
            EnforceEager = decided.Of(
                "serving.enforce_eager",
                stated.EnforceEager,
                ServingSection.EnforceEagerDefault.Value,
                "engine default"
            ),
            ChunkedPrefill = Or(
                "serving.enable_chunked_prefill",
                stated.EnableChunkedPrefill,
                engine.DefaultChunkedPrefill(release, length)
            ),
            PrefixCaching = Or("serving.enable_prefix_caching", stated.EnablePrefixCaching, engine.DefaultPrefixCaching(release)),
            Port = decided.Of("serving.port", stated.Port, release.DefaultPort, engine.Title + " default"),
            SpeculativeMethod = stated.Speculative is null ? null : stated.Speculative.Method ?? SpeculativeSection.MethodDefault,
            SpeculativeTokens = stated.Speculative is null ? 0 : stated.Speculative.NumTokens ?? SpeculativeSection.NumTokensDefault,
            DraftModel = stated.Speculative?.Model,
            StatedKvCacheDtype = stated.KvCacheDtype is KvCacheDtypeKind.Auto ? null : stated.KvCacheDtype,
            AttentionBackend = stated.AttentionBackend,
            MoeBackend = stated.MoeBackend,
            Engram = EngramResolver.Engram(stated, release, layout),
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

    /// <summary>The format that the engine takes for what the file says; null: its own default.</summary>
    public static Setting<KvCacheDtypeKind> KvCache(KvCacheDtypeKind? stated, Engine engine, Checkpoint model)
    {
        var isSparse = model.Architecture.IsSparse;
        if (stated is { } kind and not KvCacheDtypeKind.Auto)
        {
            var isFp8 = kind is KvCacheDtypeKind.Fp8 or KvCacheDtypeKind.Fp8E4M3;
            return new(
                isFp8 && isSparse && engine.HasSparseCacheLayout ? KvCacheDtypeKind.Fp8DsMla
                    : kind == KvCacheDtypeKind.Fp8 ? KvCacheDtypeKind.Fp8E4M3
                    : kind,
                ""
            );
        }

        if (isSparse && engine.HasSparseCacheLayout)
        {
            return new(KvCacheDtypeKind.Fp8DsMla, engine.Title + " default for sparse attention");
        }

        if (model.NativePrecision == PrecisionKind.Nvfp4)
        {
            return new(KvCacheDtypeKind.Fp8E4M3, "the checkpoint's kv_cache_quant_algo");
        }

        return model.NativePrecision == PrecisionKind.Fp16
            ? new(KvCacheDtypeKind.Fp16, "the model's dtype")
            : new(KvCacheDtypeKind.Bf16, "the model's dtype");
    }
}
