using System.Globalization;
using ConfigKit.Engines.Arguments;

namespace ConfigKit.Engines;

/// <summary>trtllm-serve's names of settings (tensorrt_llm/commands/serve.py), and those of its file of options (llm_args.py).</summary>
internal static class TensorRtLlmSettings
{
    public static SettingTable Table { get; } =
        new()
        {
            TakesPrefixes = false,
            Settings =
            [
                new("model.name", new Positional { Back = ModelWords.Name }),
                new("model.path", new Positional { Back = ModelWords.Folder }),
                new("model.hub", new Absent { IsToldElsewhere = true }), // CK7044
                new("model.served_name", new Absent { IsToldElsewhere = true }), // gateway and clients use it
                Companion.Constant("--host", "0.0.0.0"),
                new("serving.port", new ValueFlag("--port")),
                Companion.Constant("--backend", "pytorch"),
                new("parallelism.tensor", new ValueFlag("--tp_size", "--tensor_parallel_size")),
                new("parallelism.pipeline", new ValueFlag("--pp_size", "--pipeline_parallel_size")),
                new("parallelism.data", new Absent("1")),
                new("parallelism.data_parallel_attention", new Absent("false")),
                new("parallelism.expert", new ValueFlag("--ep_size", "--moe_expert_parallel_size") { Value = Experts, Back = HasExperts }),
                new("parallelism.decode_context", new Absent { IsToldElsewhere = true }), // CK4008
                new("parallelism.pipeline_layers", new Absent()),
                new("serving.max_model_len", new ValueFlag("--max_seq_len")),
                new("serving.free_gpu_memory_fraction", new ValueFlag("--kv_cache_free_gpu_memory_fraction", "--free_gpu_memory_fraction")),
                new("serving.kv_cache_memory", new FileMember("kv_cache_config.max_gpu_total_bytes")),
                new("serving.kv_offload.size", new FileMember("kv_cache_config.host_cache_size")),
                new("serving.kv_offload.backend", new NoFlagNeeded()),
                new("serving.gpu_memory_utilization", new Absent { IsToldElsewhere = true }), // CK7004
                new("serving.mem_fraction_static", new Absent { IsToldElsewhere = true }), // CK7004
                new("serving.max_num_seqs", new ValueFlag("--max_batch_size")),
                new("serving.max_num_batched_tokens", new ValueFlag("--max_num_tokens")),
                new("serving.block_size", new FileMember("kv_cache_config.tokens_per_block")),
                new("serving.kv_cache_dtype", new FileMember("kv_cache_config.dtype")),
                new("serving.enforce_eager", new FileMember("cuda_graph_config")),
                new("serving.enable_chunked_prefill", new FileMember("enable_chunked_prefill")),
                new("serving.enable_prefix_caching", new FileMember("kv_cache_config.enable_block_reuse")),
                new("serving.attention_backend", new FileMember("attn_backend")),
                new("serving.moe_backend", new FileMember("moe_config.backend")),
                new("serving.engram.placement", new Absent("gpu")),
                new("serving.engram.shared_memory", new Absent()),
                new("serving.engram.transparent_hugepages", new Absent("false")),
                new("serving.engram.across_data", new Absent("false")),
                new("model.precision", new Absent()),
                new("serving.speculative.method", new FileMember("speculative_config.decoding_type", "mtp", "ngram")),
                new("serving.speculative.num_tokens", new NoFlagNeeded()),
                new("serving.speculative.model", new NoFlagNeeded()),
                new("model.trust_remote_code", new Switch(["--trust_remote_code"], [])),
                new("model.revision", new ValueFlag("--revision")),
                new("serving.reasoning", new Absent("false")),
                new("serving.tool_calls", new Absent("false")),
                new("serving.distributed_executor_backend", new Absent()),
                new("serving.distributed_timeout", new Absent()),
                new("observability.tracing.otlp_endpoint", new ValueFlag("--otlp_traces_endpoint")),
                new("observability.tracing.protocol", new NoFlagNeeded()),
                new("observability.tracing.detailed", new Absent("false")),
                new("observability.metrics", new NoFlagNeeded()),
                new("gateway.max_request_size", new NoFlagNeeded()),
                new("security.api_key", new Absent()),
                new("", new ValueFlag("--extra_llm_api_options") { Value = OptionsFile, Back = v => v == LlmApiOptions.File ? v : null }),
            ],
            OnNode = [],
        };

    private static string? Experts(string stated, EngineLaunch launch) =>
        stated == "true" ? launch.Layout.ExpertSize.ToString(CultureInfo.InvariantCulture) : null;

    private static string HasExperts(string size) => size == "1" ? "false" : "true";

    private static string? OptionsFile(string value, EngineLaunch launch) =>
        LlmApiOptions.Of(launch) is { IsEmpty: false } ? LlmApiOptions.File : null;
}
