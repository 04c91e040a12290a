using ConfigKit.Engines;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>How an engine divides a GPU by its memory setting.</summary>
/// <param name="engine">It decides what the setting is a share of.</param>
/// <param name="total">Bytes that CUDA reports.</param>
/// <param name="fraction">The engine's memory setting.</param>
internal sealed class EngineBudget(Engine engine, long total, double fraction)
{
    private const string KvCacheSource = "vllm v1/worker/gpu_worker.py, determine_available_memory; sglang server_args.py";
    private const string StatedSource = "serving.kv_cache_memory";

    /// <summary>Bytes of KV cache that the file asks for and the release takes; null: what the memory setting leaves.</summary>
    public long? Stated { get; init; }

    /// <summary>Bytes that are assumed to be left for the KV cache, whatever the rest; null: none.</summary>
    public long? Assumed { get; init; }

    /// <summary>The KV cache that must be there whatever requests need: an exact size is allocated whole or the engine stops.</summary>
    public long Allocated => Assumed is null && engine.StatedKvCache == StatedKvCache.Exact ? Stated ?? 0 : 0;

    /// <param name="d">The deployment.</param>
    /// <param name="assumed">Bytes that are assumed to be left for the KV cache; null: none.</param>
    public static EngineBudget Of(Deployment d, long? assumed) =>
        new(d.Engine.Engine, GpuMemory.Of(d.Gpu).Bytes, d.Serving.MemoryFraction)
        {
            Stated = d.Engine.Takes(StatedSource) ? d.Serving.KvCacheMemory : null,
            Assumed = assumed,
        };

    /// <summary>What the engine may take.</summary>
    public BudgetTerm Requested()
    {
        var budget = new MemoryBudget(total, fraction, 0, 0);
        return Allocated > 0
            ? new(BudgetItem.Requested, total, StatedSource, () => "all of it: the size of the KV cache is stated")
            : new(BudgetItem.Requested, engine.RequestedBytes(budget), engine.MemorySource, () => engine.Explain(budget).Requested);
    }

    /// <summary>What is left for the KV cache; may be negative.</summary>
    /// <param name="weights">Bytes of weights on the rank.</param>
    /// <param name="overhead">Bytes beside weights and KV cache.</param>
    public BudgetTerm KvCache(long weights, long overhead)
    {
        if (Assumed is { } assumed)
        {
            return new(BudgetItem.KvCache, assumed, "", () => "assumed");
        }

        var budget = new MemoryBudget(total, fraction, weights, overhead);
        var share = engine.KvCacheBytes(budget);
        return (Stated, engine.StatedKvCache) switch
        {
            ({ } size, StatedKvCache.Exact) when size <= budget.FreeBytes => new(BudgetItem.KvCache, size, StatedSource, () => "as stated"),
            (not null, StatedKvCache.Exact) => new(
                BudgetItem.KvCache,
                budget.FreeBytes,
                StatedSource,
                () => $"{Quantity.FormatBytes(total)} − {Quantity.FormatBytes(weights)} weights − {Quantity.FormatBytes(overhead)} overhead"
            ),
            ({ } limit, StatedKvCache.Limit) when limit < share => new(BudgetItem.KvCache, limit, StatedSource, () => "the stated limit"),
            (_, StatedKvCache.Exact or StatedKvCache.Limit or StatedKvCache.Ignored) => new(
                BudgetItem.KvCache,
                share,
                KvCacheSource,
                () => engine.Explain(budget).KvCache
            ),
        };
    }
}
