using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engine;

/// <summary>A key that has no effect on the engine's command.</summary>
internal sealed class SettingNotWritten : DeploymentRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK7009", "Setting that is not written for this engine", Severity.Warning)
    {
        Explanation = "trtllm-serve takes these settings only from a YAML file of its own, which is not written yet; nor does it check API keys. vLLM has no switch for data-parallel attention: there `data` with one tensor rank does it.",
        Bad = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1") + "  kv_cache_dtype: fp8\n",
        Good = Examples.R1OnH200.Replace("vllm", "tensorrt-llm").Replace("0.11.0", "1.2.1"),
    };

    public SettingNotWritten()
        : base(Fault) =>
        RuleFor(s => s).ReportsEach(s => Faults(s.Deployment));

    private static IEnumerable<Finding> Faults(Deployment d)
    {
        var (serving, parallelism) = (d.Config.Serving, d.Config.Parallelism);
        (string Key, bool IsSet)[] settings = d.Engine.Kind switch
        {
            EngineKind.TensorRtLlm =>
            [
                ("serving.kv_cache_dtype", serving.KvCacheDtype is not (null or KvCacheDtypeKind.Auto)), ("serving.speculative", serving.Speculative is not null),
                ("serving.enforce_eager", serving.EnforceEager == true), ("serving.attention_backend", serving.AttentionBackend is not null), ("serving.moe_backend", serving.MoeBackend is not null),
                ("serving.tool_calls", serving.ToolCalls == true), ("serving.reasoning", serving.Reasoning == true), ("serving.block_size", serving.BlockSize is not null),
                ("parallelism.data", d.Layout.Data > 1), ("parallelism.data_parallel_attention", parallelism.DataParallelAttention == true), ("security.api_key", d.Config.Security.ApiKey is not null),
            ],
            EngineKind.Vllm => [("parallelism.data_parallel_attention", parallelism.DataParallelAttention == true)],
            _ => [("parallelism.pipeline_layers", !parallelism.PipelineLayers.IsDefault)],
        };
        return settings.Where(s => s.IsSet).Select(s => new Finding(s.Key, $"`{s.Key}` has no effect on the command of {EngineResolver.TitleOf(d.Engine.Kind)}", "remove it, or set it in the engine's own file"));
    }
}
