using System.Globalization;
using System.Text.Json;
using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Tests.Estimation.Weights;
using ConfigKit.Text;
using Xunit.Abstractions;

namespace ConfigKit.Tests.Estimation;

/// <summary>The terms of a start, held against the ledgers of real starts of vLLM 0.33.0 on H200 with dummy weights.</summary>
public sealed class StartLedgerTests(ITestOutputHelper output)
{
    private const string Table = "oracle/gpu-runs.json";

    /// <summary>Intervals cover nine of ten starts, their median half width is at most 3 % of the GPU's memory.</summary>
    [FactsFact(Table)]
    public void Every_start_of_the_facts()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Facts.Find(Table) ?? ""));
        var starts = document.RootElement.EnumerateArray().Where(r => r.TryGetProperty("ranks", out _)).Select(Start.Of).ToList();
        output.WriteLine("MiB: predicted − measured");
        output.WriteLine($"{"start", -12}{"loaded", 9}{"growth", 9}{"stays", 9}{"space", 9}{"peak", 9}{"graphs", 9}{"KV", 9}{"half", 9}");
        var (covered, halves, wrong) = (0, new List<double>(), new List<string>());
        foreach (var start in starts)
        {
            var d = DeploymentOf(start);
            var overhead = OverheadModel.FromLedger(d, start.GraphSizes);
            var weights = RankWeights.OfStage(d, 0, new ModelWeights(d.Model.Architecture, d.Quantization)).Sum(w => w.Bytes);
            var loaded = weights + LoadBuffers.OfStage(d, 0).Sum(b => b.Bytes);
            var kv = new EngineBudget(d.Engine.Engine, start.Total, start.Share).KvCache(loaded, overhead.Mid).Bytes;
            var half = (overhead.High - overhead.Low) / 2.0;
            double Of(BudgetItem item) => overhead.Terms.Where(t => t.Item == item).Sum(t => t.Amount);
            var stays = Of(BudgetItem.SamplerState) + Of(BudgetItem.InputBuffers);
            double[] off =
            [
                loaded - start.Loaded,
                Of(BudgetItem.NonTorch) - start.Growth,
                stays - (start.Consumed - start.Loaded - start.Growth - start.Workspace),
                Of(BudgetItem.Workspace) - start.Workspace,
                Of(BudgetItem.ProfilePeak) - start.Peak,
                Of(BudgetItem.CudaGraphs) - start.Graphs,
                kv - start.Available,
                half,
            ];
            output.WriteLine(
                $"{start.Id, -12}"
                    + string.Concat(off.Select(b => (b / Quantity.MiB).ToString("0.0", CultureInfo.InvariantCulture).PadLeft(9)))
            );
            covered += Math.Abs(kv - start.Available) <= half ? 1 : 0;
            halves.Add(half / start.Total);
            if (start.Workspace > 0 && start.Id != "v3t6-ep2" && Of(BudgetItem.Workspace) != start.Workspace)
            {
                wrong.Add($"{start.Id}: workspace");
            }
        }

        halves.Sort();
        output.WriteLine($"{covered} of {starts.Count} covered, median half width {100 * halves[halves.Count / 2]:0.00} % of the memory");
        Assert.Empty(wrong);
        Assert.True(covered >= 0.9 * starts.Count, $"{covered} of {starts.Count}");
        Assert.InRange(halves[halves.Count / 2], 0, 0.03);
    }

    /// <summary>1, 2, 4, steps of 8 up to 256, of 16 up to 512; never beyond two tokens for each sequence.</summary>
    [Theory]
    [InlineData(1024, 51)]
    [InlineData(256, 51)]
    [InlineData(128, 35)]
    [InlineData(64, 19)]
    [InlineData(4, 4)]
    public void Captured_sizes(int sequences, int sizes) => Assert.Equal(sizes, GraphEstimate.DefaultSizes(sequences));

    /// <summary>1,024 × (129,280 + 4,040) × 4 bytes; older releases keep none.</summary>
    [Theory]
    [InlineData("0.33.0", 1024L * (129_280 + 4_040) * 4)]
    [InlineData("0.22.1", 0)]
    public void Counts_of_tokens_for_penalties(string release, long bytes)
    {
        var d = SmallModels.On("vllm", SmallModels.Dense with { VocabSize = 129_280 }).WithStep(8192, 1024);
        d = d with { Engine = d.Engine with { Version = Version.Parse(release) } };

        Assert.Equal(bytes, OverheadModel.Of(d).Terms.Where(t => t.Item == BudgetItem.SamplerState).Sum(t => t.Bytes));
    }

    /// <summary>V4-Flash: indexer 131,072 × 8 × 5 / 4 × 132 + 1 MiB; at 1,048,576 attention's 4 × (262,144 + 128 + 8,192) × 1,024 and lists.</summary>
    [Theory]
    [InlineData(131_072, 2048, 174_063_616)]
    [InlineData(1_048_576, 8192, (4L * (262_144 + 128 + 8192) * 1024) + (8192L * ((640 * 4) + 4)))]
    public void The_workspace_is_the_largest_request(int length, int tokens, long bytes)
    {
        var model = WeightRowTests.ModelOf("deepseek-ai/DeepSeek-V4-Flash");
        var d = SmallModels.On("vllm", model.Architecture).WithStep(tokens, 1024);
        d = d with
        {
            Model = model,
            Quantization = model.Quantization,
            Engine = d.Engine with { Version = Version.Parse("0.33.0") },
            Serving = d.Serving with { MaxModelLen = new(length, "") },
        };

        Assert.Equal(bytes, OverheadModel.Of(d).Terms.Single(t => t.Item == BudgetItem.Workspace).Bytes);
    }

    private static Deployment DeploymentOf(Start start)
    {
        var model = ModelOf(start);
        var d = SmallModels.On("vllm", model.Architecture).WithStep(start.Tokens, start.Sequences);
        return (
            d with
            {
                Model = model,
                Quantization = model.Quantization,
                Engine = d.Engine with { Version = Version.Parse("0.33.0"), VersionText = "0.33.0" },
                Serving = d.Serving with
                {
                    MaxModelLen = new(start.Length, ""),
                    BlockSize = new(start.Block, ""),
                    EnforceEager = new(start.GraphSizes == 0, ""),
                    KvCacheDtype = new(start.IsFp8 ? KvCacheDtypeKind.Fp8E4M3 : KvCacheDtypeKind.Bf16, ""),
                },
            }
        ).Divided(start.Gpus, expert: start.Id.Contains("ep2", StringComparison.Ordinal));
    }

    /// <summary>The whole model with the layers that the start had.</summary>
    private static Checkpoint ModelOf(Start start)
    {
        var id = start.Model switch
        {
            { } m when m.StartsWith("DeepSeek-V4-Flash", StringComparison.Ordinal) => "DeepSeek-V4-Flash",
            { } m when m.StartsWith("DeepSeek-V4-Pro", StringComparison.Ordinal) => "DeepSeek-V4-Pro",
            { } m when m.StartsWith("DeepSeek-V3.2", StringComparison.Ordinal) => "DeepSeek-V3.2",
            { } m when m.StartsWith("DeepSeek-V3", StringComparison.Ordinal) => "DeepSeek-V3",
            var m => m,
        };
        var whole = WeightRowTests.ModelOf("deepseek-ai/" + id);
        var ratios = start.Ratios.Length > 0 ? start.Ratios : whole.Architecture.CompressRatios.ToArray();
        var dense = start.DenseLayers ?? whole.Architecture.DenseLayers;
        return whole with
        {
            Architecture = whole.Architecture with { NumHiddenLayers = start.Layers, DenseLayers = dense, CompressRatios = [.. ratios] },
        };
    }

    private sealed record Start(string Id, string Model, int Gpus)
    {
        public required int Layers { get; init; }
        public required int? DenseLayers { get; init; }
        public required int[] Ratios { get; init; }
        public required int Tokens { get; init; }
        public required int Sequences { get; init; }
        public required int Length { get; init; }
        public required int Block { get; init; }
        public required int GraphSizes { get; init; }
        public required bool IsFp8 { get; init; }
        public required double Share { get; init; }
        public required long Total { get; init; }
        public required double Loaded { get; init; }
        public required double Consumed { get; init; }
        public required double Growth { get; init; }
        public required double Peak { get; init; }
        public required double Graphs { get; init; }
        public required double Workspace { get; init; }
        public required double Available { get; init; }

        public static Start Of(JsonElement run)
        {
            var rank = run.GetProperty("ranks")[0];
            var (bytes, profile, settings) = (rank.GetProperty("bytes"), rank.GetProperty("profile"), rank.GetProperty("cfg"));
            var (config, flags) = (run.GetProperty("config"), run.GetProperty("flags"));
            return new(
                run.GetProperty("id").GetString() ?? "",
                run.GetProperty("model").GetString() ?? "",
                run.GetProperty("gpus").GetInt32()
            )
            {
                Layers = config.GetProperty("num_hidden_layers").GetInt32(),
                DenseLayers = config.TryGetProperty("first_k_dense_replace", out var dense) ? dense.GetInt32() : null,
                Ratios = config.TryGetProperty("compress_ratios", out var r) ? [.. r.EnumerateArray().Select(x => x.GetInt32())] : [],
                Tokens = Number(settings, "mnbt"),
                Sequences = Number(settings, "mns"),
                Length = Number(settings, "mml"),
                Block = Number(settings, "block"),
                GraphSizes = Number(settings, "ncg"),
                IsFp8 = settings.GetProperty("kvdt").ToString().Contains("fp8", StringComparison.Ordinal),
                Share = flags.TryGetProperty("gpu_memory_utilization", out var share) ? share.GetDouble() : 0.92,
                Total = bytes.GetProperty("init_total").GetInt64(),
                Loaded = bytes.GetProperty("model_memory_usage").GetDouble(),
                Consumed = bytes.GetProperty("total_consumed").GetDouble(),
                Growth = profile.GetProperty("non_torch_increase").GetDouble(),
                Peak = profile.GetProperty("transient_peak_headroom").GetDouble(),
                Graphs = bytes.GetProperty("cudagraph_memory_estimate").GetDouble(),
                Workspace = rank.GetProperty("workspace_bytes") is { ValueKind: JsonValueKind.Array } w
                    ? w.EnumerateArray().Sum(x => x.ValueKind == JsonValueKind.Number ? x.GetDouble() : 0)
                    : 0,
                Available = bytes.GetProperty("available_kv_cache_memory_bytes").GetDouble(),
            };
        }

        private static int Number(JsonElement e, string member) =>
            int.TryParse(e.GetProperty(member).ToString(), CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
