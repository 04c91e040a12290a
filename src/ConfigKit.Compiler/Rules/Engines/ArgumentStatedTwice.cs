using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>An extra argument that a typed key already writes.</summary>
internal sealed class ArgumentStatedTwice : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7015", "Argument that has a key of its own", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "The argument sets what a key of this file sets, so it would be given twice and the checked value might not be the "
                + "one that runs. Use the key: then it is checked too.",
        },
        Bad = Examples.R1OnH200 + "  extra_args: [\"--tensor-parallel-size=4\"]\n",
        Good = Examples.R1OnH200 + "  extra_args: [\"--seed=1\"]\n",
    };

    public ArgumentStatedTwice()
        : base(Fault) => RuleFor(s => s).ReportsEach(s => Faults(s.Deployment));

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        var arguments = d.Config.Serving.ExtraArgs;
        for (var i = 0; i < (arguments.IsDefault ? 0 : arguments.Length); i++)
        {
            if (EngineFlags.IsFlag(arguments[i]) && KeyOf(d.Engine.Kind, EngineFlags.NameOf(arguments[i])) is { } key)
            {
                yield return new(
                    $"serving.extra_args[{i}]",
                    $"{EngineFlags.NameOf(arguments[i])} has a key of its own",
                    $"set `{key}` instead"
                );
            }
        }
    }

    private static string? KeyOf(EngineKind engine, string flag) =>
        flag.TrimStart('-').Replace('_', '-') switch
        {
            "tensor-parallel-size" or "tp" or "tp-size" => "parallelism.tensor",
            "pipeline-parallel-size" or "pp" or "pp-size" => "parallelism.pipeline",
            "data-parallel-size" or "dp" or "dp-size" => "parallelism.data",
            "enable-expert-parallel" or "ep" or "ep-size" or "expert-parallel-size" => "parallelism.expert",
            "enable-dp-attention" => "parallelism.data_parallel_attention",
            "decode-context-parallel-size" or "dcp" => "parallelism.decode_context",
            "max-model-len" or "context-length" or "max-seq-len" => "serving.max_model_len",
            "max-num-seqs" or "max-running-requests" or "max-batch-size" => "serving.max_num_seqs",
            "max-num-batched-tokens" or "chunked-prefill-size" or "max-num-tokens" => "serving.max_num_batched_tokens",
            "gpu-memory-utilization" when engine == EngineKind.Vllm => "serving.gpu_memory_utilization",
            "mem-fraction-static" when engine == EngineKind.Sglang => "serving.mem_fraction_static",
            "kv-cache-free-gpu-memory-fraction" or "free-gpu-memory-fraction" when engine == EngineKind.TensorRtLlm =>
                "serving.free_gpu_memory_fraction",
            "kv-cache-dtype" => "serving.kv_cache_dtype",
            "block-size" or "page-size" => "serving.block_size",
            "enforce-eager" or "disable-cuda-graph" => "serving.enforce_eager",
            "enable-chunked-prefill" or "no-enable-chunked-prefill" => "serving.enable_chunked_prefill",
            "enable-prefix-caching" or "no-enable-prefix-caching" or "disable-radix-cache" => "serving.enable_prefix_caching",
            "port" => "serving.port",
            "served-model-name" => "model.served_name",
            "revision" => "model.revision",
            "trust-remote-code" => "model.trust_remote_code",
            "model" or "model-path" => "model.name",
            "api-key" => "security.api_key",
            _ => null,
        };
}
