using System.Text.Json;

namespace ConfigKit.Tests.Targets;

/// <summary>What Prometheus itself reckons of the queries that decide rollouts.</summary>
public sealed class RolloutQueryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramTheory("promtool")]
    [InlineData("vllm", "0.25.0", "http_requests_total", "status", "5xx", "handler", "/v1/chat/completions")]
    [InlineData("sglang", "0.5.6", "sglang:http_responses_total", "status_code", "500", "endpoint", "/v1/chat/completions")]
    public void Error_rate_is_that_of_the_new_version(
        string engine,
        string release,
        string metric,
        string status,
        string error,
        string path,
        string value
    )
    {
        var text =
            $"model: {{name: R1, served_name: r1}}\nhardware: {{gpu: h200-sxm, gpus_per_node: 8}}\nserving: {{engine: {engine}, engine_version: \"{release}\", max_model_len: 32768}}\nrollout: {{strategy: blue_green, spare_gpus: true}}\n";
        var metrics = new ManifestSet(ClusterVariants.CompileText(text, [])).Of("AnalysisTemplate").Single().Spec.Items("metrics").Single();
        var query = metrics.At("provider", "prometheus").Text("query").Replace("{{args.job}}", "r1-preview", StringComparison.Ordinal);
        string Series(string job, string code, string values) =>
            $"      - {{series: {JsonSerializer.Serialize($"{metric}{{job=\"{job}\", {path}=\"{value}\", {status}=\"{code}\"}}")}, values: '{values}'}}\n";

        // The old version fails often in each case; that must not count.
        var old = Series("r1", error, "0+60x20") + Series("r1", "200", "0+60x20");
        Assert.Equal(0.1, Ask(query, old + Series("r1-preview", error, "0+6x20") + Series("r1-preview", "200", "0+54x20")));
        Assert.Equal(0d, Ask(query, old + Series("r1-preview", "200", "0+60x20")));

        // Requests once, none now: no number, which compares with nothing.
        Assert.Null(Ask($"({query}) >= 0", old + Series("r1-preview", "200", "5+0x20")));
        Assert.Null(Ask(query, old));
    }

    [ProgramFact("promtool")]
    public void Limit_of_the_script_has_a_result_only_when_it_is_passed()
    {
        var script = ClusterVariants.Compile("plain-blue-green").Files.Single(f => f.Path == "kubernetes/rollout.sh").Content;
        var query = script.Split("blue) query='")[1].Split('\'')[0];
        string Series(string pod, string code, string values) =>
            $"      - {{series: 'http_requests_total{{job=\"deepseek-r1\", pod=\"{pod}\", status=\"{code}\"}}', values: '{values}'}}\n";

        Assert.Equal(0.1, Ask(query, Series("deepseek-r1-blue-1", "5xx", "0+6x20") + Series("deepseek-r1-blue-1", "2xx", "0+54x20")));
        Assert.Null(
            Ask(
                query,
                Series("deepseek-r1-blue-1", "5xx", "0+2x20")
                    + Series("deepseek-r1-blue-1", "2xx", "0+58x20")
                    + Series("deepseek-r1-green-1", "5xx", "0+60x20")
            )
        );
        Assert.Null(Ask(query, Series("deepseek-r1-blue-1", "2xx", "5+0x20")));
    }

    /// <summary>The value after ten minutes; null without a result.</summary>
    private double? Ask(string query, string series)
    {
        string[] candidates = ["0.1", "0", ""];
        foreach (var candidate in candidates)
        {
            var samples = candidate.Length == 0 ? "[]" : $"[{{labels: '{{}}', value: {candidate}}}]";
            var file = Path.Combine(_folder, "test.yaml");
            File.WriteAllText(
                file,
                $"rule_files: []\ntests:\n  - interval: 1m\n    input_series:\n{series}    promql_expr_test:\n      - expr: {JsonSerializer.Serialize(query)}\n        eval_time: 10m\n        exp_samples: {samples}\n"
            );
            if (Programs.Run("promtool", "test", "rules", file).Exit == 0)
            {
                return candidate.Length == 0 ? null : double.Parse(candidate, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException(Programs.Run("promtool", "test", "rules", Path.Combine(_folder, "test.yaml")).Output);
    }
}
