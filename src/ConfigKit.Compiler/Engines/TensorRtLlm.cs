using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines.Arguments;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>TensorRT-LLM's server with its PyTorch backend (`trtllm-serve`).</summary>
internal sealed class TensorRtLlm : Engine
{
    public override string Name => "tensorrt-llm";
    public override string Title => "TensorRT-LLM";
    public override string Description => "TensorRT-LLM (trtllm-serve, PyTorch backend)";
    public override string MemorySource => "TensorRT-LLM: free_gpu_memory_fraction applies to what weights and activations leave";
    public override StatedKvCache StatedKvCache => StatedKvCache.Limit;
    public override string MemoryKey => "serving.free_gpu_memory_fraction";
    public override double? HighestMemoryFraction => null;
    public override ImmutableArray<KvOffloadBackend> KvOffloads => [KvOffloadBackend.Native];
    public override bool HasSparseCacheLayout => false;
    public override KvPlanning KvPlanning => KvPlanning.Tokens;
    public override bool KeepsLatentCopies => false;
    public override bool HasGroupsWithinTensor => false;
    public override bool SpreadsExpertsOverData => false;
    public override bool NeedsTokenOfEachSequence => false;
    public override NodeStart NodeStart { get; } = new(Launcher.Mpi);
    public override ImmutableArray<string> Program => ["trtllm-serve"];
    public override SettingTable Settings => TensorRtLlmSettings.Table;
    public override string KeyVariable => "VLLM_API_KEY";
    public override string KeyWords => "";
    public override string HealthPath => "/health";
    public override string ReadyPath => "/v1/models";
    public override ImmutableArray<string> AdapterPaths => [];
    public override ResponseMetric Responses { get; } = new("http_requests_total", "status", "");
    public override bool RunsInTriton => true;

    public override BenchProgram Bench(EngineRelease release) =>
        new(
            ["python3", "-m", "tensorrt_llm.serve.scripts.benchmark_serving", "--backend", "openai", "--endpoint", "/v1/completions"],
            ["--random-ids", "--ignore-eos", "--percentile-metrics", "ttft,tpot,itl,e2el"]
        )
        {
            NamesTokenizer = true,
            CountsGoodput = false,
            WritesFolder = true,
            MlperfModes = [],
        };

    public override CacheChoice Choose(EngineRelease release, CacheQuestion question)
    {
        var stated = question.Stated;
        return new()
        {
            CacheDtype =
                stated.CacheDtype == KvCacheDtypeKind.Auto
                    ? question.StoresFp8Cache
                        ? new(KvCacheDtypeKind.Fp8E4M3, "the checkpoint's kv_cache_quant_algo")
                        : new(question.ModelDtype, "the model's dtype")
                    : new(stated.CacheDtype == KvCacheDtypeKind.Fp8 ? KvCacheDtypeKind.Fp8E4M3 : stated.CacheDtype, ""),
            BlockSize = Setting.Of(stated.BlockSize, 32, "the attention backend's"),
            MaxNumBatchedTokens = Setting.Of(stated.MaxNumBatchedTokens, 8192, "TensorRT-LLM default (max_num_tokens)"),
            MaxNumSeqs = Setting.Of(stated.MaxNumSeqs, 2048, "TensorRT-LLM default (max_batch_size)"),
            MemoryFraction = Setting.Of(stated.MemoryFraction, release.DefaultMemoryFraction ?? 0, "TensorRT-LLM default"),
        };
    }

    public override Setting<bool> DefaultChunkedPrefill(EngineRelease release, int maxModelLen) => new(true, "engine default");

    public override Setting<bool> DefaultPrefixCaching(EngineRelease release) => new(true, "engine default");

    public override int LowestOfFp8LatentCache(EngineRelease release) => 89;

    /// <summary>All: the share is of what the weights leave.</summary>
    public override long RequestedBytes(in MemoryBudget b) => b.TotalBytes;

    public override long KvCacheBytes(in MemoryBudget b) => (long)((b.TotalBytes - b.WeightsBytes - b.OverheadBytes) * b.Fraction);

    public override BudgetWords Explain(in MemoryBudget b)
    {
        var (weights, overhead) = (Quantity.FormatBytes(b.WeightsBytes), Quantity.FormatBytes(b.OverheadBytes));
        return new("all of it", $"({Quantity.FormatBytes(b.TotalBytes)} − {weights} weights − {overhead}) × {b.Fraction}");
    }

    public override int TokensToStart(int maxModelLen, int batchedTokens) => maxModelLen;

    /// <summary>MPI would start the nodes.</summary>
    public override string NodeWords(NodeContext context) => "";

    public override bool RunsOn(GpuVendor vendor) =>
        vendor switch
        {
            GpuVendor.Nvidia => true,
            GpuVendor.Amd or GpuVendor.Huawei or GpuVendor.Intel or GpuVendor.Kunlunxin or GpuVendor.Hygon => false,
            GpuVendor.MetaX or GpuVendor.MooreThreads or GpuVendor.Cambricon => false,
        };

    public override int LowestCapability(PrecisionKind precision) =>
        precision switch
        {
            PrecisionKind.Fp8 => 89,
            PrecisionKind.Nvfp4 or PrecisionKind.Mxfp4 => 100,
            PrecisionKind.Fp16 or PrecisionKind.Bf16 or PrecisionKind.Int8 or PrecisionKind.Int4 or PrecisionKind.Auto => 80,
        };

    public override Version? FirstRelease(EngineRelease release, ModelArchitecture model) =>
        release.FirstRelease.GetValueOrDefault(model.ModelType);

    public override LlmApiOptions? OptionsFile(EngineLaunch launch) => LlmApiOptions.Of(launch);

    /// <summary>None is set.</summary>
    public override EngineParsers Parsers(EngineRelease release, Checkpoint model) => EngineParsers.None;

    /// <summary>None under a name that is known.</summary>
    public override EngineMetrics? Metrics(EngineRelease release) => null;
}
