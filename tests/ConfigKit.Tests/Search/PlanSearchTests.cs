using ConfigKit.Search;
using ConfigKit.Text;

namespace ConfigKit.Tests.Search;

public sealed class PlanSearchTests
{
    [Theory]
    [InlineData("R1", "h200-sxm", 1)]
    [InlineData("R1", "h100-sxm", 4)]
    [InlineData("V4-Flash", "b200", 2)]
    [InlineData("R1-Distill-Llama-70B", "l40s", 1)]
    public void Every_row_validates_clean_and_none_beats_another(string model, string gpu, int nodes)
    {
        var plans = Find(model, gpu, nodes);

        Assert.NotEmpty(plans);
        foreach (var plan in plans)
        {
            var compilation = ConfigCompiler.Validate(new SourceFile("deepseek-config.yaml", plan.Text), CompilerOptions.Default);
            Assert.Empty(compilation.Diagnostics);
            Assert.Equal(plan.Gpus, compilation.Deployment?.GpuCount);
            Assert.Equal(plan.KvTokens / plan.Deployment.Layout.Caches, compilation.Estimate?.KvCacheTokens);
            Assert.DoesNotContain(
                plans,
                other =>
                    other != plan
                    && other.Gpus <= plan.Gpus
                    && other.KvTokens >= plan.KvTokens
                    && other.PerUser >= plan.PerUser
                    && other.Throughput >= plan.Throughput
            );
        }
    }

    [Fact]
    public void The_search_is_deterministic() =>
        Assert.Equal(Find("R1", "h200-sxm", 4).Select(p => p.Text), Find("R1", "h200-sxm", 4).Select(p => p.Text));

    [Fact]
    public void Nothing_is_planned_where_nothing_fits() => Assert.Empty(Find("R1", "l40s", 1));

    [Fact]
    public void Comments_of_the_file_are_kept()
    {
        var source = new SourceFile(
            "f.yaml",
            "# ours\nmodel: {name: R1} # the model\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving: {max_model_len: 65536}\n"
        );
        var plan = PlanSearch.Find(source, text => ConfigCompiler.Check(text, CompilerOptions.Default), keepsGpus: true)[0];

        Assert.StartsWith("# ours\nmodel: {name: R1} # the model\n", plan.Text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<PlannedLayout> Find(string model, string gpu, int nodes)
    {
        var network = nodes > 1 ? ", network: {fabric: infiniband-ndr, nics_per_node: 8}" : "";
        var source = new SourceFile(
            "deepseek-config.yaml",
            $"model: {{name: {model}}}\nhardware: {{gpu: {gpu}, nodes: {nodes}, gpus_per_node: 8{network}}}\nserving: {{engine: vllm, engine_version: \"0.25.0\", max_model_len: 32768}}\n"
        );
        return PlanSearch.Find(source, text => ConfigCompiler.Check(text, CompilerOptions.Default), keepsGpus: false);
    }
}
