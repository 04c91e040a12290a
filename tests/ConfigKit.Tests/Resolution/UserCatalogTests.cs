using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Tests.Resolution;

/// <summary>Key `catalog`: files in the form of ours, with the same checks; what is wrong in them is told with its place in them.</summary>
public sealed class UserCatalogTests
{
    private const string Model = """
        {"id": "our/model-7b", "base": "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "sources": [{"text": "ours"}]}
        """;

    private const string Gpu = """
        {"id": "our-gpu", "aliases": ["OG 1"], "architecture": "Hopper", "form_factor": "SXM5", "compute_capability": "9.0", "nvml_mib": 81559,
         "cuda_mib": null, "bandwidth_gb_s": 3350, "bf16_tflops": 989, "fp16_tflops": 989, "fp8_tflops": 1979, "fp4_tflops": null,
         "int8_tflops": null, "link_gb_s_per_direction": null, "built_in_link": false, "pcie_gb_s_per_direction": 63, "sources": [{"text": "ours"}]}
        """;

    [Fact]
    public void Own_models_and_gpus_are_found_by_name()
    {
        var c = Check("our/model-7b", "OG 1", ("a.json", $$"""{"vendor": "nvidia", "models": [{{Model}}], "accelerators": [{{Gpu}}]}"""));

        Assert.Empty(c.Diagnostics.Where(d => d.Severity == Severity.Error));
        Assert.Equal(("our/model-7b", "our-gpu"), (c.Deployment?.Model.Id, c.Deployment?.Gpu.Id));
        Assert.Equal(28, c.Deployment?.Model.Architecture.NumHiddenLayers);
    }

    [Fact]
    public void The_later_file_wins()
    {
        var later = Model.Replace("Qwen-7B", "Qwen-1.5B", StringComparison.Ordinal);
        var c = Check("our/model-7b", "h100-sxm", ("a.json", $$"""{"models": [{{Model}}]}"""), ("b.json", $$"""{"models": [{{later}}]}"""));

        Assert.Equal(1536, c.Deployment?.Model.Architecture.HiddenSize);
    }

    [Fact]
    public void An_entry_of_ours_is_redefined_with_replace_alone()
    {
        const string Ours = """{"id": "h100-sxm5-80gb", """;
        var gpu = Gpu.Replace("""{"id": "our-gpu", "aliases": ["OG 1"],""", Ours, StringComparison.Ordinal);
        var refused = Check("r1-distill-qwen-7b", "h100-sxm5-80gb", ("a.json", $$"""{"vendor": "nvidia", "accelerators": [{{gpu}}]}"""));
        Assert.Contains("is a name of h100-sxm5-80gb", Assert.Single(refused.Diagnostics).Message, StringComparison.Ordinal);

        gpu = gpu.Replace(Ours, Ours + "\"replace\": true, ", StringComparison.Ordinal).Replace("81559", "80000", StringComparison.Ordinal);
        var c = Check("r1-distill-qwen-7b", "h100-sxm5-80gb", ("a.json", $$"""{"vendor": "nvidia", "accelerators": [{{gpu}}]}"""));
        Assert.Equal(80000 * Quantity.MiB, c.Deployment?.Gpu.NvmlBytes);
    }

    [Theory]
    [InlineData("{\n \"models\": [\n  {\"id\": \"x\", \"sourcez\": []}]}", 3, "models[0].sourcez: unknown field `sourcez`")]
    [InlineData("{\n \"models\": [\n  {\"id\": \"x\"}]}", 3, "missing `sources`")]
    [InlineData("{\n \"models\": [\n  {\"id\": \"x\", \"sources\": []}]}", 3, "x has neither config nor base")]
    [InlineData("{\n \"models\": [\n  {\"id\": \"x\", \"base\": \"x\", \"sources\": []}]}", 3, "x rests on x, which is not there")]
    [InlineData("{\n \"models\": [\n  {\"id\": 7, \"sources\": []}]}", 3, "the value has another type")]
    [InlineData("{\n \"models\": [\n  {\"id\": \"x\", \"base\": \"deepseek-ai/DeepSeek-R1\", \"sources\": []}]}", 3, "x: Sources: ")]
    [InlineData("{\n \"engines\": [\n  {\"engine\": \"llama.cpp\"}]}", 3, "missing ")]
    [InlineData("{\n \"models\": [\n  {]}", 3, "it is not JSON: ")]
    [InlineData("null", 1, "the file holds null")]
    public void A_fault_is_told_with_its_place_in_the_file(string text, int line, string message)
    {
        var fault = Assert.Single(Check("our/model-7b", "h100-sxm", ("a.json", text)).Diagnostics);

        Assert.Equal(("CK2111", "a.json", line), (fault.Id, fault.File.Path, fault.Start.Line));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_where_it_is_named()
    {
        var fault = Assert.Single(Check("r1-distill-qwen-7b", "h100-sxm", ("gone.json", null)).Diagnostics);
        Assert.Equal(("CK2111", "deepseek-config.yaml"), (fault.Id, fault.File.Path));
    }

    private static Compilation Check(string model, string gpu, params (string Path, string? Text)[] files)
    {
        var source = $"""
            model: {"{"}name: {model}{"}"}
            hardware: {"{"}gpu: {gpu}, gpus_per_node: 1{"}"}
            serving: {"{"}engine: vllm, engine_version: "0.11.0", max_model_len: 8192{"}"}
            catalog: [{string.Join(", ", files.Select(f => f.Path))}]

            """;
        return ConfigCompiler.Check(
            new SourceFile("deepseek-config.yaml", source),
            CompilerOptions.Default with
            {
                ReadText = path => files.FirstOrDefault(f => f.Path == path).Text,
            }
        );
    }
}
