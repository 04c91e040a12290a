using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Tests.Resolution;

/// <summary>serving.engram, the engines' defaults for it, and what is written for it.</summary>
public sealed class EngramTests
{
    private const string Model =
        "model: {name: DeepSeek-V4.1-Flash}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nparallelism: {tensor: 8}\n";

    [Theory]
    [InlineData("{engine: vllm}", "Host")]
    [InlineData("{engine: sglang}", "Gpu")]
    [InlineData("{engine: vllm, engram: {placement: gpu}}", "Gpu")]
    [InlineData("{engine: vllm, extra_args: [--engram-config, '{\"cpu_offload\": false}']}", "Gpu")]
    [InlineData("{engine: vllm, extra_args: ['--engram-config={\"cpu_offload\": false}']}", "Gpu")]
    [InlineData("{engine: vllm, extra_args: [--engram-config, 'no JSON']}", "Host")]
    [InlineData("{engine: sglang, env: {SGLANG_ENABLE_DSV41_ENGRAM_HOST_TABLE: \"1\"}}", "Host")]
    [InlineData("{engine: sglang, engram: {placement: host}}", "Host")]
    public void Where_the_tables_are(string serving, string placement) =>
        Assert.Equal(placement, Compile(serving).Deployment?.Serving.Engram.Placement.Value.ToString());

    [Theory]
    [InlineData("0.30.0", 2, false)]
    [InlineData("0.31.0", 2, true)]
    [InlineData("0.31.0", 1, false)]
    public void Data_ranks_share_one_copy(string release, int data, bool shared)
    {
        var text = Model.Replace("tensor: 8", $"tensor: 4, data: {data}") + $"serving: {{engine: vllm, engine_version: \"{release}\"}}\n";
        var d = ConfigCompiler.Check(new SourceFile("f.yaml", text), CompilerOptions.Default).Deployment;

        Assert.Equal(shared, d?.Serving.Engram.SharedMemory.Value);
    }

    [Theory]
    [InlineData("{engine: vllm, engine_version: \"0.30.0\", engram: {placement: gpu}}", "--engram-config", "{\"cpu_offload\":false}")]
    [InlineData(
        "{engine: vllm, engine_version: \"0.33.0\", engram: {placement: host, shared_memory: true, transparent_hugepages: false, across_data: true}}",
        "--engram-config",
        "{\"cpu_offload\":true,\"dp_shared_memory\":true,\"use_thp\":false,\"embedding_across_dp\":true}"
    )]
    public void What_vLLM_is_told(string serving, string flag, string value)
    {
        var d = Compile(serving).Deployment ?? throw new InvalidOperationException(serving);
        var arguments = d.Engine.Engine.Settings.Write(LaunchSettings.Of(d));

        Assert.Equal(value, arguments[arguments.IndexOf(flag) + 1]);
    }

    [Theory]
    [InlineData("placement: host", "SGLANG_ENABLE_DSV41_ENGRAM_HOST_TABLE", "1")]
    [InlineData("placement: gpu", "SGLANG_ENABLE_DSV41_ENGRAM_HOST_TABLE", "0")]
    [InlineData("shared_memory: false", "SGLANG_DSV41_ENGRAM_HOST_TABLE_LAYOUT", "per_rank")]
    [InlineData("shared_memory: true", "SGLANG_DSV41_ENGRAM_HOST_TABLE_LAYOUT", "shared")]
    public void What_SGLang_is_told(string engram, string variable, string value)
    {
        var serving = $"{{engine: sglang, engram: {{{engram}}}}}";
        var d = Compile(serving).Deployment ?? throw new InvalidOperationException(serving);

        Assert.Contains((variable, value), d.Engine.Engine.Settings.Variables(LaunchSettings.Of(d)).Select(v => (v.Name, v.Value)));
    }

    private static Compilation Compile(string serving) =>
        ConfigCompiler.Check(new SourceFile("f.yaml", Model + $"serving: {serving}\n"), CompilerOptions.Default);
}
