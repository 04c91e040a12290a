using System.Globalization;
using System.Text;
using System.Text.Json;
using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;
using Xunit.Abstractions;

namespace ConfigKit.Tests.Estimation.Weights;

/// <summary>
/// Bytes on a rank by group of tensors, held against a count of every tensor over layouts, releases and MoE kernels. Some rows live in
/// rows.json; all of them are read where CONFIGKIT_FACTS names the facts.
/// </summary>
public sealed class WeightRowTests(ITestOutputHelper output)
{
    private const string Table = "oracle/weights.json";
    private const double Tolerance = 0.005;

    /// <summary>The groups that a row counts as one.</summary>
    private static readonly Dictionary<string, WeightGroup[]> Groups = new(StringComparer.Ordinal)
    {
        ["embed"] = [WeightGroup.Embedding],
        ["head"] = [WeightGroup.OutputHead],
        ["norms_hc"] = [WeightGroup.Norms, WeightGroup.HyperConnections],
        ["attention"] = [WeightGroup.Attention, WeightGroup.AttentionReplicated],
        ["compressor"] = [WeightGroup.Compressor],
        ["indexer"] = [WeightGroup.Indexer],
        ["router"] = [WeightGroup.Router],
        ["routed_experts"] = [WeightGroup.RoutedExperts],
        ["shared_experts"] = [WeightGroup.SharedExperts],
        ["dense_mlp"] = [WeightGroup.DenseMlp],
        ["mla_absorbed"] = [WeightGroup.LatentProjectionCopies],
        ["engram"] = [WeightGroup.EngramTables],
        ["engram_proj"] = [WeightGroup.EngramProjections],
        ["vision"] = [WeightGroup.Vision],
    };

    private static readonly Lazy<Dictionary<string, Checkpoint>> Checkpoints = new(ReadModels);

    [Fact]
    public void Rows_of_the_project() => Judge(Read(Path.Combine(Folder, "rows.json"), root => root));

    [FactsFact(Table)]
    public void Every_row_of_the_facts() => Judge(Read(Facts.Find(Table) ?? "", root => root.GetProperty("rows")));

    /// <summary>The kernel that is taken without being asked is the one of the row.</summary>
    [FactsFact(Table)]
    public void The_MoE_kernel_of_every_row()
    {
        var rows = Read(Facts.Find(Table) ?? "", root => root.GetProperty("rows"))
            .Where(r => r.Backend is "marlin" or "humming" or "flashinfer_trtllm");

        Assert.All(
            rows,
            r =>
                Assert.Equal(
                    r.Backend,
                    DeploymentOf(r, stated: false) is var d
                        ? d.Engine.Memory.Moe.Choose(d.Quantization.Experts, d.Gpu.ComputeCapability)
                        : ""
                )
        );
    }

    /// <summary>Bytes on disk; checkpoints of V4 with FP8 experts hold embedding and head once more, which is not loaded.</summary>
    [FactsFact(Table)]
    public void Checkpoints_are_of_the_size_that_was_counted()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Facts.Find(Table) ?? ""));
        var wrong = new List<string>();
        foreach (var total in document.RootElement.GetProperty("totals").EnumerateArray())
        {
            var id = total.GetProperty("model").GetString() ?? "";
            var model = ModelOf(id);
            var counted = total.GetProperty("checkpoint_tensor_bytes").GetDouble();
            if (total.GetProperty("by_group").TryGetProperty("draft_unloaded", out var unloaded))
            {
                counted -= unloaded.GetProperty("bytes").GetDouble();
            }

            var bytes = ModelSize.Of(model.Architecture, model.Quantization).CheckpointBytes;
            if (Math.Abs((bytes / counted) - 1) > 1e-5)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{id}: {bytes:0} against {counted:0}"));
            }
        }

        Assert.Empty(wrong);
    }

    private void Judge(IReadOnlyList<Row> rows)
    {
        var (worst, sum, wrong) = (0.0, 0.0, new List<string>());
        foreach (var row in rows)
        {
            var d = DeploymentOf(row, stated: true);
            var terms = RankWeights.OfStage(d, row.Stage, new ModelWeights(d.Model.Architecture, d.Quantization));
            var off = Math.Abs((terms.Where(t => t.IsOnGpu).Sum(t => t.Bytes) / row.Gpu.Values.Sum()) - 1);
            (worst, sum) = (Math.Max(worst, off), sum + off);
            var faults = Faults(row, terms);
            if (off > Tolerance || faults.Length > 0)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{row.Name}: {100 * off:0.000} %{faults}"));
            }
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.Count} rows, mean {100 * sum / rows.Count:0.00000} %, worst {100 * worst:0.0000} %, {wrong.Count} wrong"
            )
        );
        wrong.Take(30).ToList().ForEach(output.WriteLine);
        Assert.Empty(wrong.Take(10));
    }

    /// <summary>Bytes on a rank's GPU of the rows in the project: counted from shapes, and by the tensors.</summary>
    internal static IEnumerable<(double Predicted, double Counted)> ProjectRows() =>
        Read(Path.Combine(Folder, "rows.json"), root => root)
            .Select(row =>
            {
                var d = DeploymentOf(row, stated: true);
                var terms = RankWeights.OfStage(d, row.Stage, new ModelWeights(d.Model.Architecture, d.Quantization));
                return ((double)terms.Where(t => t.IsOnGpu).Sum(t => t.Bytes), row.Gpu.Values.Sum());
            });

    /// <summary>Groups that are off by more than the tolerance and by more than 1 MiB.</summary>
    private static string Faults(Row row, IReadOnlyList<WeightTerm> terms)
    {
        var faults = new StringBuilder();
        foreach (var (name, bytes) in row.Gpu.Concat(row.Host).Where(g => g.Value > 0))
        {
            var isDraft = name.StartsWith("draft_", StringComparison.Ordinal);
            var groups = Groups[isDraft ? name["draft_".Length..] : name];
            double held = terms.Where(t => t.IsDraft == isDraft && groups.Contains(t.Group)).Sum(t => t.Bytes);
            if (Math.Abs(held - bytes) > Math.Max(Quantity.MiB, Tolerance * bytes))
            {
                faults.Append(CultureInfo.InvariantCulture, $" {name} {held:0} against {bytes:0};");
            }
        }

        return faults.ToString();
    }

    private static Deployment DeploymentOf(Row row, bool stated)
    {
        var model = ModelOf(row.Model);
        var d = SmallModels.On("vllm", model.Architecture);
        var gpu = Accelerators.Find(row.Platform == "sm100" ? "b200" : "h200-sxm") ?? throw new InvalidOperationException(row.Platform);
        var layout = LayoutResolver.Build(
            new(row.Tensor, ""),
            new(row.Pipeline, ""),
            new(row.Data, ""),
            new(row.Expert, ""),
            new(false, ""),
            new(1, ""),
            default,
            model,
            d.Engine.Engine
        );
        return d with
        {
            Model = model,
            Quantization = model.Quantization,
            Gpu = gpu,
            Layout = layout,
            Engine = d.Engine with { Version = ReleaseNumber.Parse(row.Release), VersionText = row.Release },
            Serving = d.Serving with
            {
                SpeculativeMethod = row.IsDrafting ? SpeculativeMethod.Mtp : null,
                MoeBackend = stated ? row.Backend : null,
                Engram = d.Serving.Engram with { Placement = new(EngramPlacement.Host, "") },
            },
        };
    }

    internal static Checkpoint ModelOf(string id) =>
        Checkpoints.Value.GetValueOrDefault(id) ?? Models.Find(Stored(id)) ?? throw new InvalidOperationException(id);

    /// <summary>Checkpoints of the same shapes and formats.</summary>
    private static string Stored(string id) =>
        id switch
        {
            "deepseek-ai/DeepSeek-V3.1-Terminus" => "deepseek-ai/DeepSeek-V3.1",
            "deepseek-ai/DeepSeek-V3.2-Speciale" => "deepseek-ai/DeepSeek-V3.2",
            _ => id,
        };

    private static string Folder => Path.Combine(Repository.Root, "tests", "ConfigKit.Tests", "Estimation", "Weights");

    private static Dictionary<string, Checkpoint> ReadModels()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "models.json")));
        return document
            .RootElement.EnumerateObject()
            .ToDictionary(
                m => m.Name,
                m =>
                    HuggingFaceConfig.Parse(m.Value.GetRawText(), m.Name, out var fault)
                    ?? throw new InvalidOperationException($"{m.Name}: {fault}"),
                StringComparer.Ordinal
            );
    }

    private static List<Row> Read(string path, Func<JsonElement, JsonElement> rows)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. rows(document.RootElement).EnumerateArray().Select(Row.Of)];
    }

    private sealed record Row(string Model, int Tensor, int Data, int Pipeline, bool Expert, string Release, string Platform)
    {
        public required string Backend { get; init; }
        public required bool IsDrafting { get; init; }
        public required int Stage { get; init; }
        public required Dictionary<string, double> Gpu { get; init; }
        public required Dictionary<string, double> Host { get; init; }

        public string Name =>
            $"{Model} tp{Tensor} dp{Data} pp{Pipeline}{(Expert ? " ep" : "")} {Release} {Platform} {Backend}{(IsDrafting ? " draft" : "")}";

        public static Row Of(JsonElement e) =>
            new(
                Text(e, "model"),
                Number(e, "tp"),
                Number(e, "dp"),
                Number(e, "pp"),
                e.GetProperty("ep").GetBoolean(),
                Text(e, "release"),
                Text(e, "platform")
            )
            {
                Backend = Text(e, "moe_backend"),
                IsDrafting = e.GetProperty("draft_loaded").GetBoolean(),
                Stage = Number(e, "stage"),
                Gpu = Bytes(e, "gpu_bytes"),
                Host = Bytes(e, "host_bytes"),
            };

        private static string Text(JsonElement e, string member) => e.GetProperty(member).GetString() ?? "";

        private static int Number(JsonElement e, string member) => e.GetProperty(member).GetInt32();

        private static Dictionary<string, double> Bytes(JsonElement e, string member) =>
            e.GetProperty(member).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble(), StringComparer.Ordinal);
    }
}
