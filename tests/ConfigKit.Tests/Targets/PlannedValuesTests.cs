using ConfigKit.Targets;
using ConfigKit.Targets.Compliance;
using ConfigKit.Targets.Framework;
using ConfigKit.Targets.Gateway;
using ConfigKit.Targets.Operations;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Numbers that planners decide, each worked out by hand.</summary>
public sealed class PlannedValuesTests
{
    private const string R1 = """
        model: {name: R1}
        hardware: {gpu: h200-sxm, gpus_per_node: 8, memory: 200GiB, storage: {bandwidth: 200MB/s}}
        serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 32768}

        """;

    private const string Small = """
        model: {name: R1-Distill-Qwen-7B}
        hardware: {gpu: h100-sxm, gpus_per_node: 8}
        parallelism: {tensor: 2, data: 4}
        serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 8192}

        """;

    /// <summary>nginx takes whole requests: 1.5/s are 90 in 60 s.</summary>
    [Theory]
    [InlineData(0.5, "rate=30r/m")]
    [InlineData(1.5, "rate=90r/m")]
    [InlineData(2, "rate=2r/s")]
    [InlineData(0.001, "rate=1r/m")]
    public void Rates_that_are_no_whole_number_are_counted_by_the_minute(double rate, string written) =>
        Assert.Equal(written, GatewayView.NginxRate(rate));

    /// <summary>1000 requests/s × 120 s.</summary>
    [Fact]
    public void A_benchmark_sends_two_minutes_of_the_stated_rate()
    {
        var serve = OperationsPlanner.Plan(PlanOf(Small + "workload: {requests_per_second: 1000}\n")).Serve;

        Assert.Equal("120000", serve[serve.IndexOf("--num-prompts") + 1]);
    }

    /// <summary>At 200 MB/s R1 takes most of an hour, so twice that is more than the least 30 minutes.</summary>
    [Fact]
    public void A_start_may_take_twice_the_estimated_load_time()
    {
        var plan = PlanOf(R1);

        Assert.True(plan.Estimate.LoadTime > TimeSpan.FromMinutes(15));
        Assert.Equal(plan.Estimate.LoadTime * 2, plan.StartupTimeout);
    }

    /// <summary>R1 wants more than the node has; 90 % of 200 GiB are 180 GiB.</summary>
    [Fact]
    public void A_pod_takes_at_most_nine_tenths_of_the_node() => Assert.Equal(180 * Quantity.GiB, PlanOf(R1).Cluster.MemoryBytes);

    /// <summary>Tensor 2, no pipeline, data 4: rank 2 is the first of the second data rank, in stage 0.</summary>
    [Fact]
    public void Ranks_beyond_the_first_group_are_of_the_first_stage_again()
    {
        var plan = PlanOf(Small);
        var labels = TopologyView.Of(plan, HostTopology.Of(plan.Deployment)).Nodes[0].Gpus.Select(g => g.Label).ToList();

        Assert.StartsWith("GPU 1, TP 1 PP 0 DP 0,", labels[1], StringComparison.Ordinal);
        Assert.StartsWith("GPU 2, TP 0 PP 0 DP 1,", labels[2], StringComparison.Ordinal);
        Assert.StartsWith("GPU 7, TP 1 PP 0 DP 3,", labels[7], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://loki.example.com", 3100)]
    [InlineData("https://loki.example.com:443", 3100)]
    [InlineData("http://127.0.0.1:3200", 3200)]
    public void Loki_behind_TLS_keeps_its_own_port(string url, int port) =>
        Assert.Equal(port, CompliancePlanner.ListenPort(WebAddress.Of(url)));

    [Theory]
    [InlineData("", true)]
    [InlineData("framework: {memory_growth: true}\n", true)]
    [InlineData("framework: {memory_growth: false}\n", false)]
    public void TensorFlow_takes_memory_as_it_needs_it_unless_told_otherwise(string section, bool grows) =>
        Assert.Equal(grows, FrameworkView.Of(FrameworkPlan.Of(PlanOf(Small + section))).MemoryGrowth);

    private static DeploymentPlan PlanOf(string yaml)
    {
        var compilation = ConfigCompiler.Check(new SourceFile("deepseek-config.yaml", yaml), CompilerOptions.Default);
        Assert.NotNull(compilation.Estimate);
        return Planner.Plan(compilation.Deployment!, compilation.Estimate);
    }
}
