using ConfigKit.Diagnostics;
using ConfigKit.Engines.Caches;

namespace ConfigKit.Rules.Engines;

/// <summary>A KV cache that the engine does not start with, however much memory there is.</summary>
internal sealed class KvCacheRefused() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7046", "Engine refuses the KV cache", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "What the engine's own planner of the KV cache refuses: V4.1 with pipeline stages that split layers from the cache that "
                + "they share, decode context parallelism with sliding windows, blocks too small for a compressed state, flags that "
                + "exclude each other.",
            Why = "The engine stops before it loads the weights, or after it has loaded them.",
            Fix = "Take the layout, block size or argument that the message names; the engine's own choice is always possible.",
            References =
            [
                new("vLLM, KV cache planner", "https://github.com/vllm-project/vllm/blob/v0.33.0/vllm/v1/core/kv_cache_utils.py"),
                new("SGLang, server arguments", "https://docs.sglang.ai/advanced_features/server_arguments.html"),
            ],
        },
        Bad = Examples.V4FlashOnH200 + "  block_size: 64\n",
        Good = Examples.V4FlashOnH200,
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var refusal = d.ChooseCache().Refusal ?? s.Estimate.KvRefusal;
        if (refusal is not null && KeyOf(refusal.Reason) is { } key)
        {
            yield return new(key, $"{d.Engine.Title} {d.Engine.VersionText} does not start: {refusal.Message}", HelpFor(refusal.Reason));
        }
    }

    /// <summary>The key that is at fault; null where another rule says it.</summary>
    private static string? KeyOf(KvRefusalReason reason) =>
        reason switch
        {
            KvRefusalReason.NoPipelineStages or KvRefusalReason.StageSplitsSource => "parallelism.pipeline",
            KvRefusalReason.WindowInDecodeContext or KvRefusalReason.DtypeInDecodeContext => "parallelism.decode_context",
            KvRefusalReason.BlockWithoutState or KvRefusalReason.StateWiderThanPage => "serving.block_size",
            KvRefusalReason.HybridManagerOff or KvRefusalReason.Flags => "serving.extra_args",
            KvRefusalReason.UnknownDraftMethod => "serving.speculative.method",
            KvRefusalReason.UnknownModel or KvRefusalReason.NoSuchDraft or KvRefusalReason.TooLittleMemory => null,
            KvRefusalReason.CacheDtype or KvRefusalReason.NoAttentionBackend or KvRefusalReason.AttentionGroups => null,
        };

    private static string HelpFor(KvRefusalReason reason) =>
        reason switch
        {
            KvRefusalReason.NoPipelineStages or KvRefusalReason.StageSplitsSource => "set `parallelism.pipeline: 1`",
            KvRefusalReason.WindowInDecodeContext => "set `parallelism.decode_context: 1`",
            KvRefusalReason.DtypeInDecodeContext => "set `serving.kv_cache_dtype: fp8`",
            KvRefusalReason.BlockWithoutState or KvRefusalReason.StateWiderThanPage => "remove `serving.block_size`",
            KvRefusalReason.UnknownDraftMethod => "set a newer `serving.engine_version`, or remove `serving.speculative`",
            _ => "remove the argument",
        };
}
