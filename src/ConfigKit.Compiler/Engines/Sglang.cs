using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines.Arguments;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>SGLang (`python3 -m sglang.launch_server`).</summary>
internal sealed class Sglang : Engine
{
    // Context and communicators, which are taken before memory is counted; the rest of the overhead lies outside the share.
    private const double ShareTakenBefore = 0.4;

    public override string Name => "sglang";
    public override string Title => "SGLang";
    public override string Description => "SGLang";
    public override string MemorySource => "sglang: mem_fraction_static of free memory, for weights and KV cache alone";
    public override StatedKvCache StatedKvCache => StatedKvCache.Ignored;
    public override string MemoryKey => "serving.mem_fraction_static";
    public override double? HighestMemoryFraction => null;
    public override ImmutableArray<KvOffloadBackend> KvOffloads =>
        [KvOffloadBackend.Hicache, KvOffloadBackend.Mooncake, KvOffloadBackend.Lmcache];
    public override bool HasSparseCacheLayout => false;
    public override KvPlanning KvPlanning => KvPlanning.Pools;
    public override bool KeepsLatentCopies => true;
    public override bool HasGroupsWithinTensor => true;
    public override bool SpreadsExpertsOverData => false;
    public override bool NeedsTokenOfEachSequence => false;
    public override NodeStart NodeStart { get; } = new(Launcher.None);
    public override ImmutableArray<string> Program => ["python3", "-m", "sglang.launch_server"];
    public override SettingTable Settings => SglangSettings.Table;
    public override string KeyVariable => "SGLANG_API_KEY";
    public override string KeyWords => " --api-key \"$SGLANG_API_KEY\"";
    public override string HealthPath => "/health";
    public override string ReadyPath => "/v1/models";
    public override ImmutableArray<string> AdapterPaths => ["/load_lora_adapter", "/unload_lora_adapter"];

    /// <summary>Probes and scrapes are counted too, by their own endpoints.</summary>
    public override ResponseMetric Responses { get; } = new("sglang:http_responses_total", "status_code", "endpoint=~\"/v1/.*\"");

    public override bool RunsInTriton => false;

    public override BenchProgram Bench(EngineRelease release) =>
        new(["python3", "-m", release.BenchmarkModule, "--backend", "sglang"], ["--random-range-ratio", "1"])
        {
            NamesTokenizer = false,
            CountsGoodput = false,
            WritesFolder = false,
            MlperfModes = ["offline", "server"],
        };

    public override CacheChoice Choose(EngineRelease release, CacheQuestion question) => SglangCacheChoice.Choose(release, question);

    public override Setting<bool> DefaultChunkedPrefill(EngineRelease release, int maxModelLen) => new(true, "engine default");

    public override Setting<bool> DefaultPrefixCaching(EngineRelease release) => new(true, "engine default");

    public override int LowestOfFp8LatentCache(EngineRelease release) => 89;

    public override long RequestedBytes(in MemoryBudget b) => (long)Math.Ceiling(b.TotalBytes * b.Fraction);

    /// <summary>A share of what is free before loading, less weights; activations and graphs lie outside.</summary>
    public override long KvCacheBytes(in MemoryBudget b) =>
        (long)(((b.TotalBytes - (b.OverheadBytes * ShareTakenBefore)) * b.Fraction) - b.WeightsBytes);

    public override BudgetWords Explain(in MemoryBudget b)
    {
        var (total, overhead) = (Quantity.FormatBytes(b.TotalBytes), Quantity.FormatBytes(b.OverheadBytes));
        return new(
            $"({total} − what is taken before loading) × {b.Fraction}",
            $"({total} − {ShareTakenBefore} × {overhead}) × {b.Fraction} − {Quantity.FormatBytes(b.WeightsBytes)} weights"
        );
    }

    /// <summary>It starts with a context longer than its pool; it needs room for one prefill chunk.</summary>
    public override int TokensToStart(int maxModelLen, int batchedTokens) => Math.Min(maxModelLen, batchedTokens);

    public override string NodeWords(NodeContext c) => $" --nnodes {c.Nodes} --node-rank {c.Rank} --dist-init-addr {c.Address}:5000";

    public override bool RunsOn(GpuVendor vendor) =>
        vendor switch
        {
            GpuVendor.Nvidia or GpuVendor.Amd => true,
            GpuVendor.Huawei or GpuVendor.Intel or GpuVendor.Kunlunxin or GpuVendor.Hygon => false,
            GpuVendor.MetaX or GpuVendor.MooreThreads or GpuVendor.Cambricon => false,
        };

    /// <summary>On SM80: "type fp8e4nv not supported in this architecture"; mxfp4 has kernels for Hopper.</summary>
    public override int LowestCapability(PrecisionKind precision) =>
        precision switch
        {
            PrecisionKind.Fp16 => 70,
            PrecisionKind.Bf16 => 80,
            PrecisionKind.Fp8 => 89,
            PrecisionKind.Mxfp4 => 90,
            PrecisionKind.Nvfp4 => 100,
            PrecisionKind.Int8 or PrecisionKind.Int4 or PrecisionKind.Auto => 75,
        };

    public override Version? FirstRelease(EngineRelease release, ModelArchitecture model) =>
        release.FirstRelease.GetValueOrDefault(model.ModelType);

    public override LlmApiOptions? OptionsFile(EngineLaunch launch) => null;

    public override EngineParsers Parsers(EngineRelease release, Checkpoint model) => model.Parsers.Sglang with { TokenizerMode = "" };

    public override EngineMetrics? Metrics(EngineRelease release) =>
        new(
            "sglang:num_running_reqs",
            "sglang:num_queue_reqs",
            "sglang:token_usage",
            "sglang:time_to_first_token_seconds",
            "sglang:inter_token_latency_seconds",
            "sglang:generation_tokens_total",
            ""
        );
}
