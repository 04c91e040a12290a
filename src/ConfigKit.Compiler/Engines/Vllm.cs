using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines.Arguments;
using ConfigKit.Engines.Caches;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>vLLM, its OpenAI-compatible server (`vllm serve`).</summary>
internal sealed class Vllm : Engine
{
    private const int LongestWhole = 32_768;

    public override string Name => "vllm";
    public override string Title => "vLLM";
    public override string Description => "vLLM";
    public override string MemorySource => "vllm v1/worker/utils.py: gpu_memory_utilization of total memory, for everything";
    public override StatedKvCache StatedKvCache => StatedKvCache.Exact;
    public override string MemoryKey => "serving.gpu_memory_utilization";
    public override double? HighestMemoryFraction => 0.95;
    public override ImmutableArray<KvOffloadBackend> KvOffloads => [KvOffloadBackend.Native, KvOffloadBackend.Lmcache];
    public override bool HasSparseCacheLayout => true;
    public override KvPlanning KvPlanning => KvPlanning.Blocks;
    public override bool KeepsLatentCopies => true;
    public override bool HasGroupsWithinTensor => false;
    public override bool SpreadsExpertsOverData => true;
    public override bool NeedsTokenOfEachSequence => true;
    public override NodeStart NodeStart { get; } = new(Launcher.Ray) { AddressVariable = "VLLM_HOST_IP" };
    public override ImmutableArray<string> Program => ["vllm", "serve"];
    public override SettingTable Settings => VllmSettings.Table;
    public override string KeyVariable => "VLLM_API_KEY";
    public override string KeyWords => "";
    public override string HealthPath => "/health";
    public override string ReadyPath => "/v1/models";
    public override ImmutableArray<string> AdapterPaths => ["/v1/load_lora_adapter", "/v1/unload_lora_adapter"];
    public override ResponseMetric Responses { get; } = new("http_requests_total", "status", "");
    public override bool RunsInTriton => false;

    public override BenchProgram Bench(EngineRelease release) =>
        new(
            ["vllm", "bench", "serve", "--backend", "openai", "--endpoint", "/v1/completions"],
            ["--ignore-eos", "--percentile-metrics", "ttft,tpot,itl,e2el", "--metric-percentiles", "50,95,99"]
        )
        {
            NamesTokenizer = true,
            CountsGoodput = true,
            WritesFolder = true,
            MlperfModes = ["offline"],
        };

    public override CacheChoice Choose(EngineRelease release, CacheQuestion question) => VllmCacheChoice.Choose(release, question);

    public override Setting<bool> DefaultChunkedPrefill(EngineRelease release, int maxModelLen) =>
        ComputesWhole(release, maxModelLen) ? new(false, "off by default in this release") : new(true, "engine default");

    public override Setting<bool> DefaultPrefixCaching(EngineRelease release) => new(true, "engine default");

    public override int LowestOfFp8LatentCache(EngineRelease release) => VllmCacheRules.Of(release.Version).LowestOfFp8Latent;

    public override long RequestedBytes(in MemoryBudget b) => (long)Math.Ceiling(b.TotalBytes * b.Fraction);

    /// <summary>Utilisation of the total, less weights and overhead.</summary>
    public override long KvCacheBytes(in MemoryBudget b) =>
        (long)(Math.Ceiling(b.TotalBytes * b.Fraction) - b.WeightsBytes - b.OverheadBytes);

    public override BudgetWords Explain(in MemoryBudget b)
    {
        var (weights, overhead) = (Quantity.FormatBytes(b.WeightsBytes), Quantity.FormatBytes(b.OverheadBytes));
        return new(
            $"⌈{Quantity.FormatBytes(b.TotalBytes)} × {b.Fraction}⌉",
            $"{Quantity.FormatBytes(RequestedBytes(b))} − {weights} weights − {overhead} overhead"
        );
    }

    public override int TokensToStart(int maxModelLen, int batchedTokens) => maxModelLen;

    public override string NodeWords(NodeContext c)
    {
        // Only the first node has a server.
        var headless = $"$([ {c.Rank} = 0 ] || echo --headless)";
        var firstRank = $"\"$(({c.Rank.Trim('"')} * {c.DataRanksPerNode}))\"";
        return c.DataRanksPerNode > 0
            ? $" --data-parallel-address {c.Address} --data-parallel-start-rank {firstRank} {headless}"
            : $" --nnodes {c.Nodes} --node-rank {c.Rank} --master-addr {c.Address} {headless}";
    }

    public override bool RunsOn(GpuVendor vendor) =>
        vendor switch
        {
            GpuVendor.Nvidia or GpuVendor.Amd => true,
            GpuVendor.Huawei or GpuVendor.Intel or GpuVendor.Kunlunxin or GpuVendor.Hygon => false,
            GpuVendor.MetaX or GpuVendor.MooreThreads or GpuVendor.Cambricon => false,
        };

    /// <summary>Weights alone through Marlin from 7.5 on: fp8 and fp4 have native kernels from 8.9 and 10.0.</summary>
    public override int LowestCapability(PrecisionKind precision) =>
        precision switch
        {
            PrecisionKind.Fp16 => 70,
            PrecisionKind.Bf16 => 80,
            PrecisionKind.Fp8 or PrecisionKind.Nvfp4 or PrecisionKind.Mxfp4 => 75,
            PrecisionKind.Int8 or PrecisionKind.Int4 or PrecisionKind.Auto => 75,
        };

    /// <summary>Models with V3.2's sparse attention came with it, whatever they call themselves.</summary>
    public override Version? FirstRelease(EngineRelease release, ModelArchitecture model) =>
        release.FirstRelease.GetValueOrDefault(model.ModelType)
        ?? (model.Attention == AttentionKind.SparseLatent ? release.FirstRelease.GetValueOrDefault("deepseek_v32") : null);

    public override LlmApiOptions? OptionsFile(EngineLaunch launch) => null;

    public override EngineParsers Parsers(EngineRelease release, Checkpoint model)
    {
        var parsers = model.Parsers.Vllm;
        var isNamed = !release.ChoosesTokenizer && release.Knows("tokenizers", parsers.TokenizerMode);
        return isNamed ? parsers : parsers with { TokenizerMode = "" };
    }

    /// <summary>Two names changed with the second engine (v1/metrics/loggers.py).</summary>
    public override EngineMetrics? Metrics(EngineRelease release)
    {
        var metrics = Lists.Metrics;
        return new(
            "vllm:num_requests_running",
            "vllm:num_requests_waiting",
            FirstOf("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"),
            "vllm:time_to_first_token_seconds",
            FirstOf("vllm:inter_token_latency_seconds", "vllm:time_per_output_token_seconds"),
            "vllm:generation_tokens_total",
            "vllm:num_preemptions_total"
        );

        string FirstOf(string name, string older) => metrics?.Has(name, release.Version) == false ? older : name;
    }

    /// <summary>The first engine computed whole prompts in one step, but for contexts beyond 32K.</summary>
    private static bool ComputesWhole(EngineRelease release, int maxModelLen) => !release.SplitsPrompts && maxModelLen <= LongestWhole;
}
