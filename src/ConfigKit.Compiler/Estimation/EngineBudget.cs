using ConfigKit.Engines;

namespace ConfigKit.Estimation;

/// <summary>How an engine divides a GPU by its memory setting.</summary>
/// <param name="engine">It decides what the setting is a share of.</param>
/// <param name="total">Bytes that CUDA reports.</param>
/// <param name="fraction">The engine's memory setting.</param>
internal sealed class EngineBudget(Engine engine, long total, double fraction)
{
    private const string KvCacheSource = "vllm v1/worker/gpu_worker.py, determine_available_memory; sglang server_args.py";

    /// <summary>What the engine may take.</summary>
    public BudgetTerm Requested()
    {
        var budget = new MemoryBudget(total, fraction, 0, 0);
        return new(BudgetItem.Requested, engine.RequestedBytes(budget), engine.MemorySource, () => engine.Explain(budget).Requested);
    }

    /// <summary>What is left for the KV cache; may be negative.</summary>
    /// <param name="weights">Bytes of weights on the rank.</param>
    /// <param name="overhead">Bytes beside weights and KV cache.</param>
    public BudgetTerm KvCache(long weights, long overhead)
    {
        var budget = new MemoryBudget(total, fraction, weights, overhead);
        return new(BudgetItem.KvCache, engine.KvCacheBytes(budget), KvCacheSource, () => engine.Explain(budget).KvCache);
    }
}
