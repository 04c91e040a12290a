using ConfigKit.Model;

namespace ConfigKit.Tests.Resolution.Settings;

/// <summary>Which targets are asked for, and the settings of those that have a section of their own.</summary>
public sealed class TargetSettingsTests
{
    [Fact]
    public void Without_a_list_the_engines_are_in_a_cluster_and_nothing_is_named()
    {
        var t = Decided.From("helm: {}").Targets;

        Assert.True(t.IsInCluster);
        Assert.True(t.HasSection(TargetNames.Helm));
        Assert.False(t.HasSection(TargetNames.Triton));
        Assert.False(t.Names(TargetNames.Helm));
    }

    [Fact]
    public void The_files_list_names_targets()
    {
        var t = Decided.From("targets: [docker, systemd]").Targets;

        Assert.False(t.IsInCluster);
        Assert.True(t.Names("systemd"));
        Assert.False(t.Names(TargetNames.Kubernetes));
    }

    [Fact]
    public void Helm()
    {
        Decided.IsDefault("0.1.0", "default", Decided.From().Helm.ChartVersion);
        Decided.IsStated("2.0.0", Decided.From("helm: {chart_version: \"2.0.0\"}").Helm.ChartVersion);
    }

    [Fact]
    public void Systemd()
    {
        var s = Decided.From().Systemd;
        Decided.IsDefault("/opt/deepseek/venv", "default path", s.Venv);
        Decided.IsDefault("deepseek", "a dedicated user", s.User);
        Decided.IsDefault(true, "several NUMA nodes", s.NumaBind);
        Decided.IsDefault(CpuGovernorKind.Performance, "the engine's threads wait on single cores", s.CpuGovernor);
        Decided.IsDefault(false, "off by default", s.Tuned);
        Decided.IsDefault(false, "one NUMA node", Decided.From(gpus: 4).Systemd.NumaBind);

        var stated = Decided.From("systemd: {venv: /v, user: u, numa_bind: false, cpu_governor: schedutil, tuned: true}").Systemd;
        Decided.IsStated("/v", stated.Venv);
        Decided.IsStated("u", stated.User);
        Decided.IsStated(false, stated.NumaBind);
        Decided.IsStated(CpuGovernorKind.Schedutil, stated.CpuGovernor);
        Decided.IsStated(true, stated.Tuned);
    }

    /// <summary>120 s of the rate or 10 for each sequence, whichever is more; at least 100.</summary>
    [Theory]
    [InlineData("", 100)]
    [InlineData("workload: {requests_per_second: 2, concurrency: 20}", 240)]
    [InlineData("workload: {requests_per_second: 1, concurrency: 20}", 200)]
    public void Benchmark_requests_follow_the_workload(string sections, int requests) =>
        Decided.IsDefault(
            requests,
            "two minutes at the stated rate, at least 10 per sequence",
            Decided.From(sections).Operations.BenchmarkRequests
        );

    [Fact]
    public void Operations()
    {
        Decided.IsDefault(TimeSpan.FromSeconds(30), "default", Decided.From().Operations.CaptureDuration);

        var stated = Decided.From("operations: {capture_duration: 1m, benchmark_requests: 5}").Operations;
        Decided.IsStated(TimeSpan.FromMinutes(1), stated.CaptureDuration);
        Decided.IsStated(5, stated.BenchmarkRequests);
    }

    [Fact]
    public void Triton()
    {
        var t = Decided.From().Triton;
        Decided.IsDefault("nvcr.io/nvidia/tritonserver:25.12-trtllm-python-py3", "Triton's release image with TensorRT-LLM", t.Image);
        Decided.IsDefault(true, "streaming needs it", t.Decoupled);
        Decided.IsDefault(8001, "Triton's default", t.GrpcPort);
        Decided.IsDefault(8002, "Triton's default", t.MetricsPort);

        var stated = Decided.From("triton: {image: \"t:1\", decoupled: false, grpc_port: 1, metrics_port: 2}").Triton;
        Decided.IsStated("t:1", stated.Image);
        Decided.IsStated(false, stated.Decoupled);
        Decided.IsStated(1, stated.GrpcPort);
        Decided.IsStated(2, stated.MetricsPort);
    }

    [Fact]
    public void Framework()
    {
        var f = Decided.From().Framework;
        Decided.IsDefault(FrameworkKind.Pytorch, "default", f.Name);
        Decided.IsDefault("auto", "the layers are spread over the GPUs", f.Device);
        Decided.IsDefault(false, "every new prompt length would start a search", f.CudnnBenchmark);
        Decided.IsDefault(true, "GPU memory is allocated as needed", f.MemoryGrowth);
        Decided.IsDefault(true, "files are mapped, not read", f.Mmap);
        Decided.IsDefault(4_000_000_000, "default", f.ShardBytes);

        var stated = Decided
            .From("framework: {name: tensorflow, device: cpu, cudnn_benchmark: true, memory_growth: false, mmap: false, shard_size: 1GiB}")
            .Framework;
        Decided.IsStated(FrameworkKind.Tensorflow, stated.Name);
        Decided.IsStated("cpu", stated.Device);
        Decided.IsStated(true, stated.CudnnBenchmark);
        Decided.IsStated(false, stated.MemoryGrowth);
        Decided.IsStated(false, stated.Mmap);
        Decided.IsStated(1L << 30, stated.ShardBytes);
    }
}
