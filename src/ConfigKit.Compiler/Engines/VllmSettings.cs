using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Engines.Arguments;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>vLLM's names of settings (engine/arg_utils.py, entrypoints/openai/cli_args.py).</summary>
internal static class VllmSettings
{
    private const string Speculation = "--speculative-config";
    private const string Engram = "--engram-config";

    public static SettingTable Table { get; } =
        new()
        {
            TakesPrefixes = true,
            Settings =
            [
                new("model.name", new Positional("--model") { Back = ModelWords.Name }),
                new("model.path", new Positional("--model") { Back = ModelWords.Folder }),
                new("model.hub", ModelWords.ModelScope("VLLM_USE_MODELSCOPE", "True")),
                new("model.served_name", new ValueFlag("--served-model-name")),
                Companion.Constant("--host", "0.0.0.0"),
                new("serving.port", new ValueFlag("--port")),
                new("parallelism.tensor", new ValueFlag("--tensor-parallel-size", "-tp")),
                new("parallelism.pipeline", new ValueFlag("--pipeline-parallel-size", "-pp")),
                new("parallelism.data", new ValueFlag("--data-parallel-size", "-dp")),
                Companion.Derived("--data-parallel-size-local", l => l.DataRanksPerNode > 0 ? Text(l.DataRanksPerNode) : null),
                new("parallelism.expert", new Switch(["--enable-expert-parallel", "-ep"], ["--no-enable-expert-parallel"])),
                new("parallelism.data_parallel_attention", new Absent("false")),
                new("parallelism.decode_context", new ValueFlag("--decode-context-parallel-size", "-dcp")),
                new("parallelism.pipeline_layers", new Variable("VLLM_PP_LAYER_PARTITION", StageLayers)),
                new("serving.max_model_len", new ValueFlag("--max-model-len")),
                new("serving.gpu_memory_utilization", new ValueFlag("--gpu-memory-utilization")),
                new("serving.mem_fraction_static", new Absent { IsToldElsewhere = true }), // CK7004
                new("serving.free_gpu_memory_fraction", new Absent { IsToldElsewhere = true }), // CK7004
                new("serving.kv_cache_memory", new ValueFlag("--kv-cache-memory-bytes") { Value = Bytes, Back = v => v + "B" }),
                new("serving.kv_offload.size", new ValueFlag("--kv-offloading-size") { Value = EngineGib, Back = v => v + "GiB" })
                {
                    IsPartial = true,
                },
                new("serving.kv_offload.backend", new ValueFlag("--kv-offloading-backend")) { IsPartial = true },
                new("serving.max_num_seqs", new ValueFlag("--max-num-seqs")),
                new("serving.max_num_batched_tokens", new ValueFlag("--max-num-batched-tokens")),
                new("serving.block_size", new ValueFlag("--block-size")),
                new("serving.kv_cache_dtype", new ValueFlag("--kv-cache-dtype") { Words = CacheFormats, Kind = "kv_cache_dtypes" }),
                new("serving.enforce_eager", new Switch(["--enforce-eager"], ["--no-enforce-eager"])),
                new(
                    "serving.enable_chunked_prefill",
                    new Switch(["--enable-chunked-prefill"], ["--no-enable-chunked-prefill"]) { Unwritten = true }
                ),
                new(
                    "serving.enable_prefix_caching",
                    new Switch(["--enable-prefix-caching"], ["--no-enable-prefix-caching"]) { Unwritten = true }
                ),
                new("serving.attention_backend", new ValueFlag("--attention-backend")),
                new("serving.attention_backend", new Variable("VLLM_ATTENTION_BACKEND", (value, _) => value))
                {
                    Until = "--attention-backend",
                },
                new("serving.moe_backend", new ValueFlag("--moe-backend") { Kind = "moe_backends" }),
                new(
                    "serving.engram.placement",
                    new JsonMember(Engram, "cpu_offload", IsNumber: true) { Words = [("host", "true"), ("gpu", "false")] }
                )
                {
                    IsPartial = true,
                },
                EngramMember("serving.engram.shared_memory", "dp_shared_memory"),
                EngramMember("serving.engram.transparent_hugepages", "use_thp"),
                EngramMember("serving.engram.across_data", "embedding_across_dp"),
                new("model.precision", ModelWords.Precisions) { IsPartial = true },
                new("serving.speculative.method", new JsonMember(Speculation, "method") { Words = Methods, Kind = "speculative_methods" })
                {
                    IsPartial = true,
                },
                new("serving.speculative.num_tokens", new JsonMember(Speculation, "num_speculative_tokens", IsNumber: true))
                {
                    IsPartial = true,
                },
                new("serving.speculative.model", new JsonMember(Speculation, "model")) { IsPartial = true },
                new("", new JsonMember(Speculation, "prompt_lookup_max", IsNumber: true, LongestLookup)),
                new("model.revision", new ValueFlag("--revision")),
                new("model.trust_remote_code", new Switch(["--trust-remote-code"], ["--no-trust-remote-code"])),
                Companion.Derived("--tokenizer-mode", l => l.Parsers.TokenizerMode),
                new("serving.reasoning", ModelWords.Reasoning("--reasoning-parser")) { IsPartial = true },
                new("serving.tool_calls", new Switch(["--enable-auto-tool-choice"], ["--no-enable-auto-tool-choice"]))
                {
                    When = l => l.Parsers.ToolCall.Length > 0 && l.Release.Knows("tool_call_parsers", l.Parsers.ToolCall),
                    IsPartial = true,
                },
                new("serving.tool_calls", ModelWords.Tools("--tool-call-parser")) { IsPartial = true },
                new("serving.distributed_executor_backend", new StartFlag("--distributed-executor-backend")),
                new("serving.distributed_timeout", Durations.Seconds("--distributed-timeout-seconds")),
                new("observability.tracing.otlp_endpoint", new ValueFlag("--otlp-traces-endpoint")),
                new("observability.tracing.protocol", new NoFlagNeeded()),
                new("observability.tracing.detailed", new WordFlags(("true", "--collect-detailed-traces", "all"))) { IsPartial = true },
                new("observability.metrics", new NoFlagNeeded()),
                // Bodies above 32 MiB are refused from 0.33 on (entrypoints, VLLM_HTTP_MAX_REQUEST_BODY_SIZE).
                new("gateway.max_request_size", new Variable("VLLM_HTTP_MAX_REQUEST_BODY_SIZE", (bytes, _) => bytes)),
                new("gateway.max_request_size", new NoFlagNeeded()),
                new("security.api_key", new SecretVariable("--api-key")),
            ],
            OnNode =
            [
                // Without it running requests are broken off at SIGTERM.
                new("rollout.drain_timeout", Durations.Seconds("--shutdown-timeout")),
                new("systemd.numa_bind", new Switch(["--numa-bind"], ["--no-numa-bind"])),
                new("host.gpu_numa_nodes", new ListFlag("--numa-bind-nodes")),
            ],
        };

    private static ImmutableArray<(string File, string Engine)> CacheFormats => [("bf16", "bfloat16"), ("fp16", "float16")];

    /// <summary>The layer's own name, before all models' became one.</summary>
    private static ImmutableArray<(string File, string Engine)> Methods => [("mtp", "mtp"), ("mtp", "deepseek_mtp")];

    /// <summary>The layers of each stage: vLLM splits by itself otherwise.</summary>
    private static string? StageLayers(string stated, EngineLaunch launch) =>
        launch.Layout.Pipeline > 1 ? string.Join(',', launch.Layout.StageLayers) : null;

    private static EngineSetting EngramMember(string key, string member) =>
        new(key, new JsonMember(Engram, member, IsNumber: true)) { IsPartial = true };

    /// <summary>GiB of all ranks of one engine (config/cache.py, kv_offloading_size).</summary>
    private static string EngineGib(string nodeSize, EngineLaunch launch) =>
        (WrittenSize.EngineBytes(nodeSize, launch.Layout, launch.Nodes) / (double)Quantity.GiB).ToString(
            "0.###",
            CultureInfo.InvariantCulture
        );

    private static string Bytes(string size, EngineLaunch launch) => WrittenSize.Bytes(size).ToString(CultureInfo.InvariantCulture);

    /// <summary>N-gram drafts need a longest match; the shortest has a default.</summary>
    private static string? LongestLookup(EngineLaunch launch) => launch["serving.speculative.method"] == "ngram" ? "4" : null;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
