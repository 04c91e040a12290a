using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>A key that has no effect on the engine's command.</summary>
internal sealed class SettingNotWritten : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7009", "Setting that is not written for this engine", Severity.Warning)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "trtllm-serve does not check API keys and starts no data-parallel ranks; its parsers of tool calls and reasoning "
                + "are not set, nor EAGLE drafts. With a file of LLM API options of your own (`--config`) the keys of this file that "
                + "would lie there are not written. A time limit of collective operations is written for SGLang and for vLLM from "
                + "0.20 on, traces for SGLang from 0.5.12 and TensorRT-LLM from 1.0 on. vLLM has no switch for data-parallel "
                + "attention: there `data` with one tensor rank does it.",
        },
        Bad = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1") + "  tool_calls: true\n",
        Good = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1"),
    };

    public SettingNotWritten()
        : base(Fault) => RuleFor(s => s).ReportsEach(s => Faults(s.Deployment));

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        var (serving, parallelism) = (d.Config.Serving, d.Config.Parallelism);
        (string Key, bool IsSet)[] settings = d.Engine.Kind switch
        {
            EngineKind.TensorRtLlm =>
            [
                .. OfOptionFile(serving).Where(_ => EngineFlags.NamesOptionFile(serving.ExtraArgs)),
                ("serving.speculative", d.Serving.SpeculativeMethod is SpeculativeMethod.Eagle or SpeculativeMethod.Dspark),
                ("serving.tool_calls", serving.ToolCalls == true),
                ("serving.reasoning", serving.Reasoning == true),
                ("parallelism.data", d.Layout.Data > 1),
                ("parallelism.data_parallel_attention", parallelism.DataParallelAttention == true),
                ("security.api_key", d.Config.Security.ApiKey is not null),
            ],
            EngineKind.Vllm => [("parallelism.data_parallel_attention", parallelism.DataParallelAttention == true)],
            _ => [("parallelism.pipeline_layers", !parallelism.PipelineLayers.IsDefault)],
        };
        (string Key, bool IsSet)[] ofAll =
        [
            ("serving.distributed_timeout", serving.DistributedTimeout is not null && EngineFlags.TimeoutOf(d.Engine).Length == 0),
            ("observability.tracing.detailed", d.Config.Observability.Tracing?.Detailed == true && d.Engine.Kind != EngineKind.Vllm),
            ("observability.tracing", d.Config.Observability.Tracing is not null && !EngineFlags.SendsTraces(d.Engine)),
        ];
        return settings
            .Concat(ofAll)
            .Where(s => s.IsSet)
            .Select(s => new Finding(
                s.Key,
                $"`{s.Key}` has no effect on the command of {EngineNames.TitleOf(d.Engine.Kind)}",
                "remove it, or set it in the engine's own file"
            ));
    }

    private static (string Key, bool IsSet)[] OfOptionFile(ServingSection serving) =>
        [
            ("serving.kv_cache_dtype", serving.KvCacheDtype is not (null or KvCacheDtypeKind.Auto)),
            ("serving.speculative", serving.Speculative is { Method: null or SpeculativeMethod.Mtp or SpeculativeMethod.Ngram }),
            ("serving.enforce_eager", serving.EnforceEager == true),
            ("serving.attention_backend", serving.AttentionBackend is not null),
            ("serving.moe_backend", serving.MoeBackend is not null),
            ("serving.block_size", serving.BlockSize is not null),
            ("serving.enable_prefix_caching", serving.EnablePrefixCaching is not null),
            ("serving.enable_chunked_prefill", serving.EnableChunkedPrefill is not null),
        ];
}
