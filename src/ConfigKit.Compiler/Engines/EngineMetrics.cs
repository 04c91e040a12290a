using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>Names of the engine's own metrics.</summary>
internal sealed record EngineMetrics(
    string Running,
    string Waiting,
    string CacheUsage,
    string FirstToken,
    string NextToken,
    string Generated,
    string Preemptions
)
{
    // The name changed with vLLM's second engine.
    private static readonly Version FirstWithKvName = new(0, 9);
    private static readonly Version FirstWithNextName = new(0, 11);

    public static EngineMetrics? Of(EngineRelease engine) =>
        engine.Kind switch
        {
            EngineKind.Vllm => new(
                "vllm:num_requests_running",
                "vllm:num_requests_waiting",
                engine.Version >= FirstWithKvName ? "vllm:kv_cache_usage_perc" : "vllm:gpu_cache_usage_perc",
                "vllm:time_to_first_token_seconds",
                engine.Version >= FirstWithNextName ? "vllm:inter_token_latency_seconds" : "vllm:time_per_output_token_seconds",
                "vllm:generation_tokens_total",
                "vllm:num_preemptions_total"
            ),
            EngineKind.Sglang => new(
                "sglang:num_running_reqs",
                "sglang:num_queue_reqs",
                "sglang:token_usage",
                "sglang:time_to_first_token_seconds",
                "sglang:time_per_output_token_seconds",
                "sglang:generation_tokens_total",
                ""
            ),
            _ => null,
        };
}
