using System.Globalization;

namespace ConfigKit.Engines;

/// <summary>
/// Settings that trtllm-serve takes only from a YAML file, with the names of its LLM API (llm_args.py). The file
/// replaces whole groups of the command line, so the group of the KV cache is written in full.
/// </summary>
internal sealed record LlmApiOptions
{
    /// <summary>Where images and nodes keep the file.</summary>
    public const string File = "/etc/deepseek/trtllm.yaml";

    /// <summary>auto or fp8.</summary>
    public required string CacheDtype { get; init; }

    public required int? TokensPerBlock { get; init; }
    public required bool? ReusesBlocks { get; init; }
    public required double CacheFraction { get; init; }

    /// <summary>Bytes of KV cache per GPU; null: what the share leaves.</summary>
    public required long? CacheBytes { get; init; }

    /// <summary>Bytes of host memory of each rank for KV blocks; null: none.</summary>
    public required long? HostCacheBytes { get; init; }

    public required bool? ChunkedPrefill { get; init; }
    public required bool IsEager { get; init; }

    /// <summary>Empty: the engine's choice.</summary>
    public required string AttentionBackend { get; init; }

    /// <summary>Empty: the engine's choice.</summary>
    public required string MoeBackend { get; init; }

    public required bool DraftsMtp { get; init; }
    public required bool DraftsNgram { get; init; }
    public required int DraftTokens { get; init; }

    public bool HasCache =>
        CacheDtype != "auto"
        || TokensPerBlock is not null
        || ReusesBlocks is not null
        || CacheBytes is not null
        || HostCacheBytes is not null;

    public bool IsEmpty =>
        !HasCache
        && ChunkedPrefill is null
        && !IsEager
        && AttentionBackend.Length == 0
        && MoeBackend.Length == 0
        && !DraftsMtp
        && !DraftsNgram;

    /// <summary>Null where the user names a file of his own.</summary>
    public static LlmApiOptions? Of(EngineLaunch launch)
    {
        if (launch.HasOwnOptionsFile)
        {
            return null;
        }

        var method = launch["serving.speculative.method"];
        return new LlmApiOptions
        {
            CacheDtype = launch["serving.kv_cache_dtype"] is "fp8" or "fp8_e4m3" ? "fp8" : "auto",
            TokensPerBlock = Integer(launch["serving.block_size"]),
            ReusesBlocks = Flag(launch["serving.enable_prefix_caching"]),
            CacheFraction = double.Parse(launch["serving.free_gpu_memory_fraction"] ?? "0", CultureInfo.InvariantCulture),
            CacheBytes = launch["serving.kv_cache_memory"] is { } size ? WrittenSize.Bytes(size) : null,
            HostCacheBytes = launch["serving.kv_offload.size"] is { } node
                ? WrittenSize.RankBytes(node, launch.Layout, launch.Nodes)
                : null,
            ChunkedPrefill = Flag(launch["serving.enable_chunked_prefill"]),
            IsEager = launch["serving.enforce_eager"] == "true",
            AttentionBackend = launch["serving.attention_backend"] ?? "",
            MoeBackend = launch["serving.moe_backend"]?.ToUpperInvariant() ?? "",
            DraftsMtp = method == "mtp",
            DraftsNgram = method == "ngram",
            DraftTokens = Integer(launch["serving.speculative.num_tokens"]) ?? 0,
        };
    }

    private static int? Integer(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static bool? Flag(string? text) => text is null ? null : text == "true";
}
