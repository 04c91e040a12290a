using ConfigKit.Model;
using Scriban.Runtime;

namespace ConfigKit.Targets;

/// <summary>TensorRT-LLM's options, as templates see them; null where the engine needs no file.</summary>
internal static class TensorRtLlmView
{
    public static ScriptObject? Of(DeploymentPlan p) =>
        TensorRtLlmOptions.Of(p.Deployment) is { IsEmpty: false } options ? Of(options) : null;

    private static ScriptObject Of(TensorRtLlmOptions o) =>
        new()
        {
            ["path"] = TensorRtLlmOptions.File,
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
            ["drafts_mtp"] = o.Speculation == SpeculativeMethod.Mtp,
            ["drafts_ngram"] = o.Speculation == SpeculativeMethod.Ngram,
            ["draft_tokens"] = o.SpeculativeTokens,
        };
}
