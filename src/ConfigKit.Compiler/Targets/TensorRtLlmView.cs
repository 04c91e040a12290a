using ConfigKit.Engines;
using ConfigKit.Resolution;
using Scriban.Runtime;

namespace ConfigKit.Targets;

/// <summary>TensorRT-LLM's options, as templates see them; null where the engine needs no file.</summary>
internal static class TensorRtLlmView
{
    public static ScriptObject? Of(DeploymentPlan p) => OptionsOf(p) is { IsEmpty: false } options ? Of(options) : null;

    /// <summary>The options, even where none is stated; null for engines without such a file.</summary>
    public static LlmApiOptions? OptionsOf(DeploymentPlan p) => p.Deployment.Engine.Engine.OptionsFile(LaunchSettings.Of(p.Deployment));

    private static ScriptObject Of(LlmApiOptions o) =>
        new()
        {
            ["path"] = LlmApiOptions.File,
            ["has_cache"] = o.HasCache,
            ["cache_dtype"] = o.CacheDtype,
            ["cache_fraction"] = o.CacheFraction,
            ["has_block_size"] = o.TokensPerBlock is not null,
            ["tokens_per_block"] = o.TokensPerBlock ?? 0,
            ["has_block_reuse"] = o.ReusesBlocks is not null,
            ["reuses_blocks"] = o.ReusesBlocks == true,
            ["has_chunks"] = o.ChunkedPrefill is not null,
            ["chunked_prefill"] = o.ChunkedPrefill == true,
            ["is_eager"] = o.IsEager,
            ["attention_backend"] = o.AttentionBackend,
            ["moe_backend"] = o.MoeBackend,
            ["drafts_mtp"] = o.DraftsMtp,
            ["drafts_ngram"] = o.DraftsNgram,
            ["draft_tokens"] = o.DraftTokens,
        };
}
