using ConfigKit.Cli.Output;
using ConfigKit.Text;

namespace ConfigKit.Tests.Estimation;

/// <summary>
/// Which hardware holds DeepSeek-V3 and R1, as SGLang's cookbook lists verified deployments and users report failures.
/// </summary>
public sealed class FitMatrixTests
{
    [Theory]
    [InlineData("R1", "h200-sxm", 1, "fits")]
    [InlineData("R1", "h100-sxm", 1, "does_not_fit")]
    [InlineData("R1", "h100-sxm", 2, "fits")]
    [InlineData("R1", "h20", 1, "tight")]
    [InlineData("R1", "rtx-4090", 4, "does_not_fit")]
    [InlineData("cognitivecomputations/DeepSeek-R1-AWQ", "a100-sxm-80gb", 1, "fits")]
    [InlineData("cognitivecomputations/DeepSeek-R1-AWQ", "h100-sxm", 1, "fits")]
    [InlineData("cognitivecomputations/DeepSeek-R1-AWQ", "a100-sxm4-40gb", 1, "does_not_fit")]
    public void Verdict_is_the_known_one(string model, string gpu, int nodes, string verdict) =>
        Assert.Equal(verdict, Verdict(model, "auto", gpu, 8, nodes));

    [Theory]
    [InlineData("h200-sxm", 1, "does_not_fit")]
    [InlineData("h200-sxm", 2, "fits")]
    [InlineData("h100-sxm", 2, "does_not_fit")]
    [InlineData("a100-sxm-80gb", 4, "fits")]
    public void Bf16_needs_twice_as_much(string gpu, int nodes, string verdict) =>
        Assert.Equal(verdict, Verdict("deepseek-ai/DeepSeek-V3", "bf16", gpu, 8, nodes));

    [Fact]
    public void Nvfp4_fits_on_four_B200() => Assert.Equal("fits", Verdict("nvidia/DeepSeek-R1-NVFP4", "auto", "b200", 4, 1));

    [Fact]
    public void Awq_fits_on_four_H200() => Assert.Equal("fits", Verdict("cognitivecomputations/DeepSeek-R1-AWQ", "auto", "h200-sxm", 4, 1));

    /// <summary>The arithmetic says that it just fits; the cookbook lists twice the hardware. So it is tight.</summary>
    [Theory]
    [InlineData("R1", "auto", "h20")]
    [InlineData("deepseek-ai/DeepSeek-V3", "bf16", "mi300x")]
    public void Where_the_sources_disagree_it_is_tight(string model, string precision, string gpu) =>
        Assert.Equal("tight", Verdict(model, precision, gpu, 8, 1));

    private static string Verdict(string model, string precision, string gpu, int gpus, int nodes, int length = 16_384)
    {
        var network = nodes > 1 ? ", network: {fabric: infiniband-ndr, nics_per_node: 8}" : "";
        var text =
            $"model: {{name: {model}, precision: {precision}}}\nhardware: {{gpu: {gpu}, nodes: {nodes}, gpus_per_node: {gpus}{network}}}\nparallelism: {{tensor: {gpus}, pipeline: {nodes}}}\nserving: {{engine: vllm, engine_version: \"0.25.0\", max_model_len: {length}, max_num_seqs: 256, max_num_batched_tokens: 8192}}\n";
        return VerdictName.Of(ConfigCompiler.Validate(new SourceFile("fit.yaml", text), CompilerOptions.Default).Verdict);
    }
}
