using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Engines.Arguments;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>SGLang's names of settings (python/sglang/srt/server_args.py).</summary>
internal static class SglangSettings
{
    private const string Method = "serving.speculative.method";
    private const string Dspark = "dspark";
    private const string Groups = "--attn-dp-size";
    private const string Draft = "--speculative-draft-model-path";

    // Off is a chunk of -1, so that this value of the flag is not a number of tokens.
    private const string NoChunks = "-1";

    private const long Gigabyte = 1_000_000_000;

    public static SettingTable Table { get; } =
        new()
        {
            TakesPrefixes = true,
            Settings =
            [
                new("model.name", new ValueFlag("--model-path", "--model") { Back = ModelWords.Name }),
                new("model.path", new ValueFlag("--model-path", "--model") { Back = ModelWords.Folder }),
                new("model.hub", ModelWords.ModelScope("SGLANG_USE_MODELSCOPE", "true")),
                new("model.served_name", new ValueFlag("--served-model-name")),
                Companion.Constant("--host", "0.0.0.0"),
                new("serving.port", new ValueFlag("--port")),
                new("parallelism.tensor", new ValueFlag("--tp-size", "--tensor-parallel-size", "--tp")),
                new("parallelism.pipeline", new ValueFlag("--pp-size", "--pipeline-parallel-size", "--pp")),
                new("parallelism.data", new ValueFlag("--dp-size", "--data-parallel-size", "--dp")) { When = l => !HasOwnGroups(l) },
                new("parallelism.data", new ValueFlag(Groups) { Value = (_, _) => null }),
                new("parallelism.data_parallel_attention", new ValueFlag(Groups) { Value = Caches, Back = HasGroups }),
                new("parallelism.data_parallel_attention", new Switch(["--enable-dp-attention"], [])) { Until = Groups },
                new(
                    "parallelism.expert",
                    new ValueFlag("--ep-size", "--expert-parallel-size", "--ep") { Value = Experts, Back = HasExperts }
                ),
                new("parallelism.decode_context", new Absent { IsToldElsewhere = true }), // CK4008
                new("parallelism.pipeline_layers", new Absent()),
                new("serving.max_model_len", new ValueFlag("--context-length")),
                new("serving.mem_fraction_static", new ValueFlag("--mem-fraction-static")),
                new("serving.gpu_memory_utilization", new Absent { IsToldElsewhere = true }), // CK7004
                new("serving.free_gpu_memory_fraction", new Absent { IsToldElsewhere = true }), // CK7004
                new("serving.kv_cache_memory", new Absent { IsToldElsewhere = true }), // CK7042
                new("serving.kv_offload.backend", Tiers) { IsPartial = true },
                new("serving.kv_offload.size", new ValueFlag("--hicache-size") { Value = RankGigabytes, Back = _ => null })
                {
                    When = l => l["serving.kv_offload.backend"] != "lmcache",
                    IsPartial = true,
                },
                new("serving.max_num_seqs", new ValueFlag("--max-running-requests")),
                new("serving.max_num_batched_tokens", new ValueFlag("--chunked-prefill-size") { Back = v => v == NoChunks ? null : v }),
                new("serving.block_size", new ValueFlag("--page-size")),
                new("serving.kv_cache_dtype", new ValueFlag("--kv-cache-dtype") { Words = CacheFormats, Kind = "kv_cache_dtypes" }),
                new(
                    "serving.enforce_eager",
                    new WordFlags(("true", "--cuda-graph-backend-decode", "disabled"), ("true", "--cuda-graph-backend-prefill", "disabled"))
                ),
                new("serving.enforce_eager", new Switch(["--disable-cuda-graph"], [])) { Until = "--cuda-graph-backend-decode" },
                new("serving.enable_chunked_prefill", new WordFlags(("false", "--chunked-prefill-size", NoChunks))),
                new("serving.enable_prefix_caching", new Switch([], ["--disable-radix-cache"])),
                new("serving.attention_backend", new ValueFlag("--attention-backend")),
                new("serving.moe_backend", new ValueFlag("--moe-runner-backend") { Kind = "moe_backends" }),
                new("serving.engram.placement", new Variable("SGLANG_ENABLE_DSV41_ENGRAM_HOST_TABLE", IsOnHost)),
                new("serving.engram.shared_memory", new Variable("SGLANG_DSV41_ENGRAM_HOST_TABLE_LAYOUT", Layout)),
                new("serving.engram.transparent_hugepages", new Absent("false")),
                new("serving.engram.across_data", new Absent("false")),
                new("model.precision", ModelWords.Precisions) { IsPartial = true },
                new(Method, new ValueFlag("--speculative-algorithm") { Words = Algorithms, Kind = "speculative_methods" })
                {
                    IsPartial = true,
                },
                new("serving.speculative.num_tokens", new ValueFlag("--speculative-num-steps"))
                {
                    When = l => l[Method] != Dspark,
                    IsPartial = true,
                },
                new("", new WordFlags(("", "--speculative-eagle-topk", "1"))) { When = l => l[Method] is not (null or Dspark) },
                new("serving.speculative.num_tokens", new ValueFlag("--speculative-num-draft-tokens") { Value = OneMore, Back = OneLess })
                {
                    When = l => l[Method] != Dspark,
                    IsPartial = true,
                },
                new("serving.speculative.num_tokens", new ValueFlag("--speculative-dspark-block-size"))
                {
                    When = l => l[Method] == Dspark,
                    IsPartial = true,
                },
                new("serving.speculative.model", new ValueFlag(Draft, "--speculative-draft-model")) { IsPartial = true },
                new("model.revision", new ValueFlag("--revision")),
                new("model.trust_remote_code", new Switch(["--trust-remote-code"], [])),
                new("observability.metrics", new Switch(["--enable-metrics"], [])),
                new("serving.reasoning", ModelWords.Reasoning("--reasoning-parser")) { IsPartial = true },
                new("serving.tool_calls", ModelWords.Tools("--tool-call-parser")) { IsPartial = true },
                new("serving.distributed_executor_backend", new Absent("mp")),
                new("serving.distributed_timeout", Durations.Seconds("--dist-timeout")),
                new("", new WordFlags(("", "--enable-trace", ""))) { When = l => l["observability.tracing.otlp_endpoint"] is not null },
                new("observability.tracing.otlp_endpoint", new ValueFlag("--otlp-traces-endpoint") { Value = Collector, Back = Address }),
                new("observability.tracing.protocol", new NoFlagNeeded()),
                new("observability.tracing.detailed", new Absent("false")),
                new("gateway.max_request_size", new NoFlagNeeded()),
                new("security.api_key", new SecretVariable("--api-key")),
            ],
            OnNode =
            [
                // It finds the NUMA node of each GPU by itself unless they are stated.
                new("systemd.numa_bind", new NoFlagNeeded()) { With = "--numa-node" },
                new("host.gpu_numa_nodes", new ListFlag("--numa-node")),
            ],
        };

    /// <summary>It has no plain fp8.</summary>
    private static ImmutableArray<(string File, string Engine)> CacheFormats =>
        [("fp8_e4m3", "fp8_e4m3"), ("fp8", "fp8_e4m3"), ("bf16", "bf16"), ("fp16", "bf16")];

    private static ImmutableArray<(string File, string Engine)> Algorithms =>
        [("mtp", "EAGLE"), ("mtp", "NEXTN"), (Dspark, "DSPARK"), ("eagle", "EAGLE"), ("ngram", "NGRAM")];

    /// <summary>Whether attention groups are stated by their number, instead of data ranks and a switch (from 0.5.22 on).</summary>
    private static bool HasOwnGroups(EngineLaunch launch) =>
        launch["parallelism.data_parallel_attention"] == "true" && launch.Release.Has(Groups);

    private static string? Caches(string stated, EngineLaunch launch) => stated == "true" ? Text(launch.Layout.Data) : null;

    private static string HasGroups(string groups) => groups == "1" ? "false" : "true";

    private static string? IsOnHost(string stated, EngineLaunch launch) => stated == "host" ? "1" : "0";

    private static string? Layout(string stated, EngineLaunch launch) => stated == "true" ? "shared" : "per_rank";

    private static WordFlags Tiers =>
        new(
            ("mooncake", "--enable-hierarchical-cache", ""),
            ("hicache", "--enable-hierarchical-cache", ""), // read last, so that the switch alone means it
            ("mooncake", "--hicache-storage-backend", "mooncake"),
            ("lmcache", "--enable-lmcache", "")
        );

    /// <summary>Decimal gigabytes of each rank, whole ones (mem_cache/pool_host/base.py, host_size).</summary>
    private static string RankGigabytes(string nodeSize, EngineLaunch launch) =>
        (WrittenSize.RankBytes(nodeSize, launch.Layout, launch.Nodes) / Gigabyte).ToString(CultureInfo.InvariantCulture);

    private static string? Experts(string stated, EngineLaunch launch) => stated == "true" ? Text(launch.Layout.ExpertSize) : null;

    private static string HasExperts(string size) => size == "1" ? "false" : "true";

    /// <summary>The draft's tokens and the one that is verified with them.</summary>
    private static string OneMore(string tokens, EngineLaunch launch) => Text(Number(tokens) + 1);

    private static string OneLess(string tokens) => Text(Number(tokens) - 1);

    /// <summary>The exporter over gRPC takes host and port alone.</summary>
    private static string Collector(string endpoint, EngineLaunch launch)
    {
        var address = WebAddress.Of(endpoint);
        return launch["observability.tracing.protocol"] == "http/protobuf"
            ? endpoint
            : string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");
    }

    private static string Address(string collector) =>
        collector.Contains("://", StringComparison.Ordinal) ? collector : "http://" + collector;

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
