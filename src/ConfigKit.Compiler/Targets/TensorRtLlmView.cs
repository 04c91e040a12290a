using ConfigKit.Engines;
using ConfigKit.Rendering;
using ConfigKit.Resolution;
using Scriban.Runtime;

namespace ConfigKit.Targets;

/// <summary>TensorRT-LLM's options, as templates see them.</summary>
internal sealed record TensorRtLlmView : View
{
    public required string Path { get; init; }
    public required bool HasCache { get; init; }
    public required string CacheDtype { get; init; }
    public required double CacheFraction { get; init; }
    public required bool HasCacheBytes { get; init; }
    public required long CacheBytes { get; init; }
    public required bool HasHostCache { get; init; }
    public required long HostCacheBytes { get; init; }
    public required bool HasBlockSize { get; init; }
    public required int TokensPerBlock { get; init; }
    public required bool HasBlockReuse { get; init; }
    public required bool ReusesBlocks { get; init; }
    public required bool HasChunks { get; init; }
    public required bool ChunkedPrefill { get; init; }
    public required bool IsEager { get; init; }
    public required string AttentionBackend { get; init; }
    public required string MoeBackend { get; init; }
    public required bool DraftsMtp { get; init; }
    public required bool DraftsNgram { get; init; }
    public required int DraftTokens { get; init; }

    /// <summary>Null where the engine needs no file.</summary>
    public static TensorRtLlmView? Of(DeploymentPlan p) => OptionsOf(p) is { IsEmpty: false } options ? Of(options) : null;

    /// <summary>The options, even where none is stated; null for engines without such a file.</summary>
    public static LlmApiOptions? OptionsOf(DeploymentPlan p) => p.Deployment.Engine.Engine.OptionsFile(LaunchSettings.Of(p.Deployment));

    private static TensorRtLlmView Of(LlmApiOptions o) =>
        new()
        {
            Path = LlmApiOptions.File,
            HasCache = o.HasCache,
            CacheDtype = o.CacheDtype,
            CacheFraction = o.CacheFraction,
            HasCacheBytes = o.CacheBytes is not null,
            CacheBytes = o.CacheBytes ?? 0,
            HasHostCache = o.HostCacheBytes is not null,
            HostCacheBytes = o.HostCacheBytes ?? 0,
            HasBlockSize = o.TokensPerBlock is not null,
            TokensPerBlock = o.TokensPerBlock ?? 0,
            HasBlockReuse = o.ReusesBlocks is not null,
            ReusesBlocks = o.ReusesBlocks == true,
            HasChunks = o.ChunkedPrefill is not null,
            ChunkedPrefill = o.ChunkedPrefill == true,
            IsEager = o.IsEager,
            AttentionBackend = o.AttentionBackend,
            MoeBackend = o.MoeBackend,
            DraftsMtp = o.DraftsMtp,
            DraftsNgram = o.DraftsNgram,
            DraftTokens = o.DraftTokens,
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["path"] = Path,
            ["has_cache"] = HasCache,
            ["cache_dtype"] = CacheDtype,
            ["cache_fraction"] = CacheFraction,
            ["has_cache_bytes"] = HasCacheBytes,
            ["cache_bytes"] = CacheBytes,
            ["has_host_cache"] = HasHostCache,
            ["host_cache_bytes"] = HostCacheBytes,
            ["has_block_size"] = HasBlockSize,
            ["tokens_per_block"] = TokensPerBlock,
            ["has_block_reuse"] = HasBlockReuse,
            ["reuses_blocks"] = ReusesBlocks,
            ["has_chunks"] = HasChunks,
            ["chunked_prefill"] = ChunkedPrefill,
            ["is_eager"] = IsEager,
            ["attention_backend"] = AttentionBackend,
            ["moe_backend"] = MoeBackend,
            ["drafts_mtp"] = DraftsMtp,
            ["drafts_ngram"] = DraftsNgram,
            ["draft_tokens"] = DraftTokens,
        };
}
