using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Tests.Engines;

/// <summary>Sizes of a step and of attention groups, where one engine or release differs from the others.</summary>
public sealed class StepSizeTests
{
    private const long GiB = 1L << 30;

    /// <summary>SGLang goes by the driver's figure, and by CUDA's where there is none; each limit and a byte below it.</summary>
    [Theory]
    [InlineData(160 * GiB, 20 * GiB, 16_384)]
    [InlineData((160 * GiB) - 1, 20 * GiB, 8192)]
    [InlineData(60 * GiB, 20 * GiB, 8192)]
    [InlineData((60 * GiB) - 1, 80 * GiB, 4096)]
    [InlineData(35 * GiB, 80 * GiB, 4096)]
    [InlineData((35 * GiB) - 1, 80 * GiB, 2048)]
    [InlineData(null, 40 * GiB, 4096)]
    [InlineData(null, null, 16_384)]
    public void Sglang_takes_chunks_by_memory(long? driver, long? cuda, int chunk)
    {
        var d = Launches.Resolve("sglang", "max_num_seqs: 64");
        var changed = d with { Gpu = d.Gpu with { NvmlBytes = driver, CudaBytes = cuda } };

        Assert.Equal(chunk, changed.ChooseCache().MaxNumBatchedTokens.Value);
    }

    /// <summary>vLLM alone gives each running sequence a token of the step.</summary>
    [Theory]
    [InlineData("vllm", true)]
    [InlineData("sglang", false)]
    [InlineData("tensorrt-llm", false)]
    public void A_step_smaller_than_its_sequences_is_an_error_for_vllm_alone(string engine, bool isReported) =>
        Assert.Equal(
            isReported,
            Launches.Check(engine, "max_num_seqs: 128\n  max_num_batched_tokens: 64").Diagnostics.Any(d => d.Id == "CK4012")
        );

    /// <summary>SGLang counts attention groups by a flag of their own from 0.5.22 on, instead of data ranks and a switch.</summary>
    [Theory]
    [InlineData("0.5.17", "true", "--dp-size 8 --enable-dp-attention", "--attn-dp-size")]
    [InlineData("0.5.23", "true", "--attn-dp-size 8", "--dp-size")]
    [InlineData("0.5.23", "false", "--dp-size 8", "--attn-dp-size")]
    public void Sglang_names_attention_groups_by_release(string release, string groups, string written, string absent)
    {
        var command = string.Join(' ', Write(release, groups));

        Assert.Contains(written, command, StringComparison.Ordinal);
        Assert.DoesNotContain(absent, command, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Write(string release, string groups)
    {
        var nodes = groups == "true" ? 1 : 8;
        var d = Resolve(
            $"model: {{name: R1}}\nhardware: {{nodes: {nodes}, gpu: h200-sxm, gpus_per_node: 8, network: {{fabric: infiniband-ndr, nics_per_node: 8}}}}\n"
                + $"parallelism: {{tensor: 8, data: 8, data_parallel_attention: {groups}}}\n"
                + $"serving: {{engine: sglang, engine_version: \"{release}\", max_model_len: 8192}}\n"
        );
        var launch = LaunchSettings.Of(d);
        return launch.Release.Engine.Settings.Write(launch);
    }

    private static Deployment Resolve(string text) =>
        ConfigCompiler.Check(new SourceFile("f.yaml", text), CompilerOptions.Default).Deployment
        ?? throw new InvalidOperationException(text);
}
