using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>The engines' own plans on Hopper, through a whole file: what `estimate --kv-memory` answers is what the engine's log prints.</summary>
public sealed class EstimatedRowsTests
{
    [Fact]
    public void Rows_of_the_project() =>
        AssertVllm(File.ReadAllText(Path.Combine(Repository.Root, "tests/ConfigKit.Tests/Estimation/KvCache/vllm-rows.json")));

    [FactsFact("oracle/kv-vllm.json")]
    public void Rows_of_vllm() => AssertVllm(File.ReadAllText(Facts.Find("oracle/kv-vllm.json")!));

    [FactsFact("oracle/kv-vllm-extra.json")]
    public void Further_rows_of_vllm() => AssertVllm(File.ReadAllText(Facts.Find("oracle/kv-vllm-extra.json")!));

    private static void AssertVllm(string json)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in JsonNode.Parse(json)!["rows"]!.AsArray().Select(r => r!.AsObject()))
        {
            // Kernels of other GPUs were chosen without FlashInfer; Qwen3-235B is not in the catalogue.
            if (
                Text(row, "device") != "H200"
                || row["available_bytes"] is null
                || Text(row, "model")!.StartsWith("Qwen", StringComparison.Ordinal)
            )
            {
                continue;
            }

            count++;
            var compilation = ConfigCompiler.Check(new SourceFile("row.yaml", Yaml(row)), CompilerOptions.Default);
            var d = compilation.Deployment!;
            var estimate = Estimator.Estimate(
                d,
                new ModelWeights(d.Model.Architecture, d.Quantization),
                row["available_bytes"]!.GetValue<long>()
            );

            // Other rules may refuse what the planner did not look at: GPUs that are left over, nodes without a network.
            var isRefused =
                estimate.MemoryVerdict == Verdict.DoesNotFit
                || (
                    Text(row, "refused") is null
                        ? compilation.Diagnostics.Any(f => f.Descriptor.Id is "CK7005" or "CK7046")
                        : compilation.Verdict == Verdict.Invalid
                );
            if (isRefused != (Text(row, "refused") is not null))
            {
                wrong.Add($"{compilation.Verdict}, {estimate.MemoryVerdict} <- {row.ToJsonString()}");
            }
            else if (row["kv_tokens"]?.GetValue<long>() is { } tokens && tokens != estimate.KvCacheTokens)
            {
                wrong.Add($"{estimate.KvCacheTokens} tokens <- {row.ToJsonString()}");
            }
        }

        Assert.True(count > 20, $"{count} rows");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} rows differ\n{string.Join('\n', wrong.Take(10))}");
    }

    private static string Yaml(JsonObject row)
    {
        var (tensor, pipeline) = (Integer(row, "tp") ?? 1, Integer(row, "pp") ?? 1);
        var gpus = tensor * pipeline;
        var yaml = new StringBuilder();
        Line($"model: {{name: deepseek-ai/{Text(row, "model")}}}");
        Line($"hardware: {{gpu: h200-sxm, gpus_per_node: {Math.Min(8, gpus)}, nodes: {Math.Max(1, gpus / 8)}}}");
        Line($"parallelism: {{tensor: {tensor}, pipeline: {pipeline}, decode_context: {Integer(row, "dcp") ?? 1}}}");
        Line($"serving:\n  engine: vllm\n  engine_version: \"{Text(row, "release")}\"");
        Line($"  kv_cache_dtype: {(Text(row, "kv_cache_dtype") == "bfloat16" ? "bf16" : Text(row, "kv_cache_dtype"))}");
        foreach (var key in new[] { "max_model_len", "max_num_batched_tokens", "max_num_seqs", "block_size" })
        {
            if (Integer(row, key) is { } value)
            {
                Line($"  {key}: {value}");
            }
        }

        if (Text(row, "spec_method") is { } method)
        {
            Line($"  speculative: {{method: {method}, num_tokens: {Integer(row, "spec_tokens") ?? 1}}}");
        }

        string[] arguments =
        [
            .. row["other"]?["async_scheduling"]?.GetValue<bool>() == false ? ["--no-async-scheduling"] : Array.Empty<string>(),
            .. row["other"]?["disable_hybrid_kv_cache_manager"] is not null ? ["--disable-hybrid-kv-cache-manager"] : Array.Empty<string>(),
        ];
        Line($"  extra_args: [{string.Join(", ", arguments)}]");
        return yaml.ToString();

        void Line(FormattableString text) => yaml.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string? Text(JsonObject row, string name) => row[name]?.GetValue<string>();

    private static int? Integer(JsonObject row, string name) => row[name]?.GetValue<int>();
}
