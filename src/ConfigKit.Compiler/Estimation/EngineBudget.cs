using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>How an engine divides a GPU by its memory setting.</summary>
/// <param name="engine">It decides what the setting is a share of.</param>
/// <param name="total">Bytes that CUDA reports.</param>
/// <param name="fraction">The engine's memory setting.</param>
internal sealed class EngineBudget(EngineKind engine, long total, double fraction)
{
    // The part of the overhead that SGLang finds taken when it looks at free memory, before it loads: context and
    // communicators. Activations and graphs lie outside its share (sglang server_args.py, mem_fraction_static).
    private const double TakenBeforeLoading = 0.4;

    private const string KvCacheSource = "vllm v1/worker/gpu_worker.py, determine_available_memory; sglang server_args.py";

    private double Share => Math.Ceiling(total * fraction);

    /// <summary>What the engine may take.</summary>
    public BudgetTerm Requested() =>
        engine switch
        {
            EngineKind.Vllm => new(
                BudgetItem.Requested,
                Share,
                "vllm v1/worker/utils.py: gpu_memory_utilization of total memory, for everything",
                () => $"⌈{Size(total)} × {fraction}⌉"
            ),
            EngineKind.Sglang => new(
                BudgetItem.Requested,
                Share,
                "sglang: mem_fraction_static of free memory, for weights and KV cache alone",
                () => $"({Size(total)} − what is taken before loading) × {fraction}"
            ),
            EngineKind.TensorRtLlm => new(
                BudgetItem.Requested,
                total,
                "TensorRT-LLM: free_gpu_memory_fraction applies to what weights and activations leave",
                () => "all of it"
            ),
        };

    /// <summary>What is left for the KV cache; may be negative.</summary>
    /// <param name="weights">Bytes of weights on the rank.</param>
    /// <param name="overhead">Bytes beside weights and KV cache.</param>
    public BudgetTerm KvCache(long weights, long overhead) =>
        engine switch
        {
            EngineKind.Vllm => OfKvCache(
                Share - weights - overhead,
                () => $"{Size(Share)} − {Size(weights)} weights − {Size(overhead)} beside them"
            ),
            EngineKind.Sglang => OfKvCache(
                ((total - (overhead * TakenBeforeLoading)) * fraction) - weights,
                () => $"({Size(total)} − {TakenBeforeLoading} × {Size(overhead)}) × {fraction} − {Size(weights)} weights"
            ),
            EngineKind.TensorRtLlm => OfKvCache(
                ((double)total - weights - overhead) * fraction,
                () => $"({Size(total)} − {Size(weights)} weights − {Size(overhead)}) × {fraction}"
            ),
        };

    private static BudgetTerm OfKvCache(double bytes, Func<string> formula) => new(BudgetItem.KvCache, bytes, KvCacheSource, formula);

    private static string Size(double bytes) => Quantity.FormatBytes(bytes);
}
