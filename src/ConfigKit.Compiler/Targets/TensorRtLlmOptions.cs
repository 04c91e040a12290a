using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Targets;

/// <summary>
/// Settings that trtllm-serve takes only from a YAML file, with the names of its LLM API (llm_args.py). The file
/// replaces whole groups of the command line, so the group of the KV cache is written in full.
/// </summary>
internal sealed record TensorRtLlmOptions
{
    /// <summary>Where images and nodes keep the file.</summary>
    public const string File = "/etc/deepseek/trtllm.yaml";

    /// <summary>auto or fp8.</summary>
    public required string CacheDtype { get; init; }

    public required int? TokensPerBlock { get; init; }
    public required bool? ReusesBlocks { get; init; }
    public required double CacheFraction { get; init; }
    public required bool? ChunkedPrefill { get; init; }
    public required bool IsEager { get; init; }
    public required string AttentionBackend { get; init; }
    public required string MoeBackend { get; init; }
    public required SpeculativeMethod? Speculation { get; init; }
    public required int SpeculativeTokens { get; init; }

    public bool HasCache => CacheDtype != "auto" || TokensPerBlock is not null || ReusesBlocks is not null;

    public bool IsEmpty =>
        !HasCache && ChunkedPrefill is null && !IsEager && AttentionBackend.Length == 0 && MoeBackend.Length == 0 && Speculation is null;

    /// <summary>Null for other engines, and where the user names a file of his own.</summary>
    public static TensorRtLlmOptions? Of(Deployment d)
    {
        var (stated, serving) = (d.Config.Serving, d.Serving);
        return d.Engine.Kind != EngineKind.TensorRtLlm || EngineFlags.NamesOptionFile(stated.ExtraArgs)
            ? null
            : new TensorRtLlmOptions
            {
                CacheDtype = stated.KvCacheDtype is KvCacheDtypeKind.Fp8 or KvCacheDtypeKind.Fp8E4M3 ? "fp8" : "auto",
                TokensPerBlock = stated.BlockSize,
                ReusesBlocks = stated.EnablePrefixCaching,
                CacheFraction = serving.MemoryFraction,
                ChunkedPrefill = stated.EnableChunkedPrefill,
                IsEager = serving.EnforceEager,
                AttentionBackend = stated.AttentionBackend ?? "",
                MoeBackend = stated.MoeBackend?.ToUpperInvariant() ?? "",
                Speculation = serving.SpeculativeMethod is SpeculativeMethod.Mtp or SpeculativeMethod.Ngram
                    ? serving.SpeculativeMethod
                    : null,
                SpeculativeTokens = serving.SpeculativeTokens,
            };
    }
}
