using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Tests.Estimation;

/// <summary>
/// V4.1's two tables have 384,006,168 and 384,016,682 rows of 256 B and 8 B of scales: 188.83 GiB. Ranks hold whole hash heads of 24;
/// pinned, each tensor takes a power of two: with 8 ranks 3 heads, 11.44 GiB of values in 16 GiB and 0.36 GiB of scales in 0.5 GiB.
/// </summary>
public sealed class HostLedgerTests
{
    private const string Model = "model: {name: deepseek-ai/DeepSeek-V4.1-Flash}\n";

    /// <summary>8 × 2 × 16.5 GiB = 264 GiB beside 8 × 4 GiB of processes and 16 GiB of /dev/shm.</summary>
    [Fact]
    public void Pinned_tables_are_rounded_up_for_each_rank()
    {
        var host = Ledger("hardware: {gpu: h200-sxm, gpus_per_node: 8}\nparallelism: {tensor: 8}\n", "vllm", "0.33.0");

        Assert.Equal(264 * Quantity.GiB, Term(host, "Engram tables"));
        Assert.Equal(32 * Quantity.GiB, Term(host, "processes"));
        Assert.Equal(16 * Quantity.GiB, Term(host, "/dev/shm"));
        Assert.Equal(312 * Quantity.GiB, host.Bytes);
        Assert.Equal(264 * Quantity.GiB, host.DataBytes);
        Assert.Equal(0, host.SharedBytes);
    }

    /// <summary>(384,006,168 + 384,016,682) × 264 B, once for all data ranks, in /dev/shm.</summary>
    [Fact]
    public void Data_ranks_share_one_copy()
    {
        var host = Ledger(
            "hardware: {gpu: b300-sxm, gpus_per_node: 8}\nparallelism: {tensor: 1, data: 8, expert: true}\n",
            "vllm",
            "0.33.0"
        );

        Assert.Equal(768_022_850L * 264, Term(host, "Engram tables"));
        Assert.Equal(768_022_850L * 264, host.SharedBytes);
    }

    [Fact]
    public void Tables_on_the_gpu_take_no_main_memory()
    {
        var host = Ledger("hardware: {gpu: h200-sxm, gpus_per_node: 8}\nparallelism: {tensor: 8}\n", "sglang", "0.5.23");

        Assert.Equal(["processes", "/dev/shm"], host.Terms.Select(t => t.Name));
        Assert.Equal(48 * Quantity.GiB, host.Bytes);
    }

    [Fact]
    public void Offloaded_keys_and_values_count_as_stated()
    {
        var host = Ledger(
            "hardware: {gpu: h200-sxm, gpus_per_node: 8}\nparallelism: {tensor: 8}\n",
            "sglang",
            "0.5.23",
            ", kv_offload: {backend: hicache, size: 200GiB}"
        );

        Assert.Equal(248 * Quantity.GiB, host.Bytes);
        Assert.Equal(200 * Quantity.GiB, host.DataBytes);
    }

    private static HostLedger Ledger(string hardware, string engine, string version, string more = "")
    {
        var text = Model + hardware + $"serving: {{engine: {engine}, engine_version: \"{version}\", max_model_len: 65536{more}}}\n";
        var compilation = ConfigCompiler.Check(new SourceFile("f.yaml", text), CompilerOptions.Default);
        return Estimator.Estimate(compilation.Deployment ?? throw new InvalidOperationException(text)).Host;
    }

    private static long Term(HostLedger host, string name) => host.Terms.Single(t => t.Name == name).Bytes;
}
