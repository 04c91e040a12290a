using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>Decides release and settings of the engine from its own defaults.</summary>
internal static class EngineResolver
{
    private const int LongestWhole = 32_768;
    private static readonly Version FirstWithChunks = new(0, 8);

    /// <summary>The release; <paramref name="newest"/> is the newest one that the catalogue knows.</summary>
    public static EngineRelease Release(EngineKind kind, string? stated, out Version newest)
    {
        var entry = EngineCatalog.Find(EngineNames.NameOf(kind));
        newest = ParseVersion(entry.Newest);
        var text = stated ?? entry.Newest;
        var version = ParseVersion(text);
        return new EngineRelease
        {
            Kind = kind,
            Version = version,
            VersionText = text,
            DefaultGpuMemoryUtilization = kind == EngineKind.Vllm ? Since(entry.MemoryFraction, version) : 0,
            DefaultFreeGpuMemoryFraction = kind == EngineKind.TensorRtLlm ? Since(entry.MemoryFraction, version) : 0,
            HasLatentCache = entry.LatentCacheFrom is not { } latent || version >= ParseVersion(latent),
            CountsCudaGraphs = entry.CudaGraphsCountedFrom is { } graphs && version >= ParseVersion(graphs),
            DefaultPort = entry.DefaultPort,
            Image = entry.Image,
            AmdImage = entry.ImageAmd ?? "",
            ImageTag = entry.ImageTag.Replace("{version}", text, StringComparison.Ordinal),
            CudaVersion = Since(entry.Cuda, version) ?? "",
            FirstRelease = entry.ModelTypes.ToImmutableSortedDictionary(t => t.Key, t => ParseVersion(t.Value), StringComparer.Ordinal),
            Sources = CatalogFile.TextsOf(entry.Sources),
        };
    }

    /// <summary>The value of the last range that starts at or before <paramref name="version"/>.</summary>
    private static T? Since<T>(ImmutableArray<SinceVersion<T>> ranges, Version version) =>
        ranges
            .Select(r => (From: ParseVersion(r.From), r.Value))
            .Where(r => r.From <= version)
            .OrderBy(r => r.From)
            .Select(r => r.Value)
            .LastOrDefault();

    /// <summary>The leading numbers of a version: 0.5.15.post1 and 1.3.0rc13 count as 0.5.15 and 1.3.0.</summary>
    public static Version ParseVersion(string text)
    {
        var parts = new List<int>();
        foreach (var part in text.Split('.'))
        {
            var digits = part.TakeWhile(char.IsAsciiDigit).Count();
            if (digits is 0 or > 9)
            {
                break;
            }

            parts.Add(int.Parse(part.AsSpan(0, digits), provider: System.Globalization.CultureInfo.InvariantCulture));
            if (digits < part.Length)
            {
                break;
            }
        }

        return new Version(parts.ElementAtOrDefault(0), parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2));
    }

    public static ServingSettings Serving(
        ServingSection stated,
        EngineRelease engine,
        Checkpoint model,
        Accelerator gpu,
        ParallelLayout layout
    )
    {
        var limit = model.Architecture.MaxPositionEmbeddings;
        var length = stated.MaxModelLen is > 0 and var asked ? asked : limit;

        // vLLM's first engine (before 0.8) computed whole prompts in one step, but for contexts beyond 32K.
        var isWhole = engine.Kind == EngineKind.Vllm && engine.Version < FirstWithChunks && length <= LongestWhole;
        var (batch, batchWhy) = isWhole
            ? (Math.Max(length, 2048), "max_model_len: this release does not split prompts")
            : BatchedTokens(engine, gpu);
        var batched = Setting.Of(stated.MaxNumBatchedTokens, batch, batchWhy);
        var (seqs, seqsWhy) = Sequences(engine, gpu, stated.Speculative is not null);
        var kv = KvCache(stated.KvCacheDtype, engine, model);
        return new ServingSettings
        {
            MaxModelLen = stated.MaxModelLen == -1 ? new(0, "") : Setting.Of(stated.MaxModelLen, limit, "the model's longest context"),
            MaxNumSeqs = Setting.Of(stated.MaxNumSeqs, seqs, seqsWhy),
            MaxNumBatchedTokens = batched,
            MemoryFraction = Fraction(stated, engine, gpu, layout, batched),
            KvCacheDtype = kv,
            BlockSize = Setting.Of(stated.BlockSize, BlockSize(engine.Kind, model.Architecture, gpu), "the attention backend's"),
            EnforceEager = Setting.Of(stated.EnforceEager, ServingSection.EnforceEagerDefault.Value, "engine default"),
            ChunkedPrefill = Setting.Of(
                stated.EnableChunkedPrefill,
                !isWhole,
                isWhole ? "off by default in this release" : "engine default"
            ),
            PrefixCaching = Setting.Of(stated.EnablePrefixCaching, ServingSection.EnablePrefixCachingDefault.Value, "engine default"),
            Port = Setting.Of(stated.Port, engine.DefaultPort, EngineNames.TitleOf(engine.Kind) + " default"),
            SpeculativeMethod = stated.Speculative is null ? null : stated.Speculative.Method ?? SpeculativeSection.MethodDefault,
            SpeculativeTokens = stated.Speculative is null ? 0 : stated.Speculative.NumTokens ?? SpeculativeSection.NumTokensDefault,
            DraftModel = stated.Speculative?.Model,
            StatedKvCacheDtype = stated.KvCacheDtype is KvCacheDtypeKind.Auto ? null : stated.KvCacheDtype,
            AttentionBackend = stated.AttentionBackend,
            MoeBackend = stated.MoeBackend,
            ToolCalls = Setting.Of(stated.ToolCalls, ServingSection.ToolCallsDefault, "off by default"),
            Reasoning = Setting.Of(stated.Reasoning, ServingSection.ReasoningDefault, "off by default"),
            DistributedExecutor = Executor(stated.DistributedExecutorBackend, engine),
            DistributedTimeout = stated.DistributedTimeout,
            Environment = stated.Env,
            ExtraArguments = stated.ExtraArgs.IsDefault ? [] : stated.ExtraArgs,
        };
    }

    private static Setting<DistributedExecutor> Executor(DistributedExecutor? stated, EngineRelease engine) =>
        engine.Version < Deployment.FirstOfSeveralNodes
            ? Setting.Of(stated, DistributedExecutor.Ray, $"vLLM starts several nodes by itself from {Deployment.FirstOfSeveralNodes} on")
            : Setting.Of(stated, DistributedExecutor.Mp, "vLLM starts several nodes by itself");

    /// <summary>vLLM's own defaults by card for the API server (config/vllm.py); SGLang's chunked_prefill_size.</summary>
    private static (int Value, string Why) BatchedTokens(EngineRelease engine, Accelerator gpu)
    {
        var gib = (gpu.NvmlBytes ?? gpu.CudaBytes ?? 0) / (double)Quantity.GiB;
        switch (engine.Kind)
        {
            case EngineKind.Sglang:
                return (
                    gib < 35 ? 2048
                    : gib < 60 ? 4096
                    : 8192,
                    "SGLang default (chunked_prefill_size) for this memory"
                );
            case EngineKind.TensorRtLlm:
                return (8192, "TensorRT-LLM default (max_num_tokens)");
            default:
                // The step at 160 GiB is that of mid-2026 releases; before, one step at 70 GiB.
                var large = gib >= 160 && engine.Version >= new Version(0, 20) ? 16384 : 8192;
                return (
                    gib >= 70 && !gpu.HasSmallVllmBatch && engine.Version >= FirstWithChunks ? large : 2048,
                    "vLLM default for this GPU"
                );
        }
    }

    private static (int Value, string Why) Sequences(EngineRelease engine, Accelerator gpu, bool isSpeculative)
    {
        var gib = (gpu.NvmlBytes ?? gpu.CudaBytes ?? 0) / (double)Quantity.GiB;
        return engine.Kind switch
        {
            EngineKind.Sglang => isSpeculative
                ? (48, "SGLang default with speculative decoding (max_running_requests)")
                : (gib < 35 ? 256 : 512, "SGLang's usual upper end (max_running_requests follows the KV pool)"),
            EngineKind.TensorRtLlm => (2048, "TensorRT-LLM default (max_batch_size)"),
            _ => gib >= 70 && !gpu.HasSmallVllmBatch && engine.Version >= new Version(0, 8, 3)
                ? (1024, "vLLM default for this GPU")
                : (256, "vLLM default for this GPU"),
        };
    }

    private static Setting<double> Fraction(
        ServingSection stated,
        EngineRelease engine,
        Accelerator gpu,
        ParallelLayout layout,
        int batchedTokens
    ) =>
        engine.Kind switch
        {
            EngineKind.Vllm => Setting.Of(
                stated.GpuMemoryUtilization,
                engine.DefaultGpuMemoryUtilization,
                $"vLLM {engine.VersionText} default"
            ),
            EngineKind.Sglang => Setting.Of(
                stated.MemFractionStatic,
                StaticFraction(gpu, layout, batchedTokens),
                "SGLang default for this batch and layout"
            ),
            _ => Setting.Of(stated.FreeGpuMemoryFraction, engine.DefaultFreeGpuMemoryFraction, "TensorRT-LLM default"),
        };

    /// <summary>
    /// SGLang (server_args.py, _handle_gpu_memory_settings): what is left of the card after
    /// 512 MiB + 1.5 x max(chunked_prefill_size, 2048) + 128 x tp x pp + 2 x the largest CUDA graph batch, in MiB.
    /// </summary>
    public static double StaticFraction(Accelerator gpu, ParallelLayout layout, int chunkedPrefill)
    {
        var total = (gpu.NvmlBytes ?? gpu.CudaBytes ?? 0) / (double)Quantity.MiB;
        if (total <= 0)
        {
            return 0.88;
        }

        var graphBatch =
            total < 35 * 1024 ? 24
            : total < 60 * 1024 ? 80
            : total < 90 * 1024 ? 256
            : 512;
        var reserved = 512 + (1.5 * Math.Max(chunkedPrefill, 2048)) + (128.0 * layout.Tensor * layout.Pipeline) + (2 * graphBatch);
        if (layout.DataParallelAttention)
        {
            reserved += 3.0 * graphBatch * layout.Data;
        }

        if (total > 60 * 1024)
        {
            reserved = Math.Max(reserved, 10 * 1024);
        }

        return Math.Round(Math.Clamp((total - reserved) / total, 0.1, 0.95), 3);
    }

    /// <summary>The format that the engine takes for what the file says; null: its own default.</summary>
    public static Setting<KvCacheDtypeKind> KvCache(KvCacheDtypeKind? stated, EngineRelease engine, Checkpoint model)
    {
        var isSparse = model.Architecture.IsSparse;
        var isVllm = engine.Kind == EngineKind.Vllm;
        if (stated is { } kind and not KvCacheDtypeKind.Auto)
        {
            // vLLM turns fp8 into its own layout where attention is sparse.
            var isFp8 = kind is KvCacheDtypeKind.Fp8 or KvCacheDtypeKind.Fp8E4M3;
            return new(
                isFp8 && isVllm && isSparse ? KvCacheDtypeKind.Fp8DsMla
                    : kind == KvCacheDtypeKind.Fp8 ? KvCacheDtypeKind.Fp8E4M3
                    : kind,
                ""
            );
        }

        if (isSparse && isVllm)
        {
            return new(KvCacheDtypeKind.Fp8DsMla, "vLLM default for sparse attention");
        }

        if (model.NativePrecision == PrecisionKind.Nvfp4)
        {
            return new(KvCacheDtypeKind.Fp8E4M3, "the checkpoint's kv_cache_quant_algo");
        }

        return model.NativePrecision == PrecisionKind.Fp16
            ? new(KvCacheDtypeKind.Fp16, "the model's dtype")
            : new(KvCacheDtypeKind.Bf16, "the model's dtype");
    }

    /// <summary>vLLM: 64 for FlashMLA and sparse MLA, 128 for CUTLASS MLA (SM100), 256 for V4, else 16; SGLang: pages of 1, 64 for MLA kernels.</summary>
    private static int BlockSize(EngineKind engine, ModelArchitecture model, Accelerator gpu) =>
        engine switch
        {
            EngineKind.TensorRtLlm => 32,
            EngineKind.Sglang => model.IsSparse ? 64 : 1,
            _ => model.Attention switch
            {
                AttentionKind.Compressed => 256,
                AttentionKind.SparseLatent => 64,
                AttentionKind.Latent => gpu.ComputeCapability switch
                {
                    90 => 64,
                    >= 100 and < 120 => 128,
                    _ => 16,
                },
                _ => 16,
            },
        };
}
