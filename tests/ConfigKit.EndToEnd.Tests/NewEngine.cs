namespace ConfigKit.EndToEnd.Tests;

/// <summary>An engine that there is not: its file, its data, and a configuration that names it.</summary>
internal static class NewEngine
{
    public const string File = "src/ConfigKit.Compiler/Engines/Nova.cs";

    public const string Config = """
        model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}
        hardware: {gpu: h100-sxm, gpus_per_node: 1}
        serving: {engine: nova, max_model_len: 8192}

        """;

    public const string Catalogue = """
        {
         "engine": "nova",
         "newest": "2.1.0",
         "releases": ["2.1.0"],
         "default_port": 9000,
         "image": "example.com/nova",
         "image_tag": "{version}",
         "memory_fraction": [{"from": "0", "value": 0.8}],
         "cuda": [],
         "sources": [{"text": "made up"}]
        }

        """;

    public const string Text = """
        using System.Collections.Immutable;
        using ConfigKit.Catalog;
        using ConfigKit.Engines.Arguments;
        using ConfigKit.Engines.Caches;
        using ConfigKit.Model;

        namespace ConfigKit.Engines;

        internal sealed class Nova : Engine
        {
            private static readonly SettingTable Table = new()
            {
                TakesPrefixes = false,
                Settings =
                [
                    new("model.name", new Positional { Back = ModelWords.Name }),
                    new("serving.port", new ValueFlag("--port")),
                    new("parallelism.tensor", new ValueFlag("--gpus")),
                    new("serving.max_model_len", new ValueFlag("--length")),
                    new("serving.gpu_memory_utilization", new ValueFlag("--memory")),
                    new("model.served_name", new ValueFlag("--name")),
                    new("observability.metrics", new NoFlagNeeded()),
                ],
                OnNode = [],
            };

            public override string Name => "nova";
            public override string Title => "Nova";
            public override string Description => "Nova, an engine";
            public override string MemorySource => "made up";
            public override StatedKvCache StatedKvCache => StatedKvCache.Ignored;
            public override string MemoryKey => "serving.gpu_memory_utilization";
            public override double? HighestMemoryFraction => 0.9;
            public override ImmutableArray<KvOffloadBackend> KvOffloads => [];
            public override bool HasSparseCacheLayout => false;
            public override KvPlanning KvPlanning => KvPlanning.Tokens;
            public override bool KeepsLatentCopies => false;
            public override bool HasGroupsWithinTensor => false;
            public override bool SpreadsExpertsOverData => false;
            public override bool NeedsTokenOfEachSequence => false;
            public override NodeStart NodeStart { get; } = new(Launcher.None);
            public override ImmutableArray<string> Program => ["nova-serve"];
            public override SettingTable Settings => Table;
            public override string KeyVariable => "NOVA_KEY";
            public override string KeyWords => "";
            public override string HealthPath => "/alive";
            public override string ReadyPath => "/models";
            public override ImmutableArray<string> AdapterPaths => [];
            public override ResponseMetric Responses { get; } = new("nova_answers_total", "status", "");
            public override bool RunsInTriton => false;
            public override BenchProgram Bench(EngineRelease release) => new(["nova-bench"], [])
            {
                NamesTokenizer = false,
                CountsGoodput = false,
                WritesFolder = false,
                MlperfModes = [],
            };
            public override CacheChoice Choose(EngineRelease release, CacheQuestion question) =>
                new()
                {
                    CacheDtype = new(question.ModelDtype, "the model's dtype"),
                    BlockSize = Setting.Of(question.Stated.BlockSize, 16, "Nova default"),
                    MaxNumBatchedTokens = Setting.Of(question.Stated.MaxNumBatchedTokens, 4096, "Nova default"),
                    MaxNumSeqs = Setting.Of(question.Stated.MaxNumSeqs, 64, "Nova default"),
                    MemoryFraction = Setting.Of(question.Stated.MemoryFraction, release.DefaultMemoryFraction ?? 0, "Nova default"),
                };

            public override Setting<bool> DefaultChunkedPrefill(EngineRelease release, int maxModelLen) => new(true, "Nova default");
            public override Setting<bool> DefaultPrefixCaching(EngineRelease release) => new(true, "Nova default");
            public override int LowestOfFp8LatentCache(EngineRelease release) => 89;
            public override long RequestedBytes(in MemoryBudget budget) => (long)(budget.TotalBytes * budget.Fraction);
            public override long KvCacheBytes(in MemoryBudget budget) => RequestedBytes(budget) - budget.WeightsBytes - budget.OverheadBytes;
            public override BudgetWords Explain(in MemoryBudget budget) => new("a share", "what is left");
            public override int TokensToStart(int maxModelLen, int batchedTokens) => maxModelLen;
            public override string NodeWords(NodeContext context) => "";
            public override bool RunsOn(GpuVendor vendor) => vendor == GpuVendor.Nvidia;
            public override int LowestCapability(PrecisionKind precision) => 80;
            public override Version? FirstRelease(EngineRelease release, ModelArchitecture model) => null;
            public override LlmApiOptions? OptionsFile(EngineLaunch launch) => null;
            public override EngineParsers Parsers(EngineRelease release, Checkpoint model) => EngineParsers.None;
            public override EngineMetrics? Metrics(EngineRelease release) => null;
        }

        """;

    /// <summary>The engine's file as somebody writes it who forgets a member.</summary>
    public static string Without(string member) =>
        string.Join('\n', Text.Split('\n').Where(l => !l.Contains($" {member} ", StringComparison.Ordinal)));
}
