using System.Text.RegularExpressions;
using ConfigKit.Engines;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>With `container.registry` no image is written that lies elsewhere, but for those that the file states.</summary>
public sealed partial class RegistryTests
{
    private const string Registry = "registry.example.com:5000/mirror";

    public static TheoryData<string> Engines => [.. EngineList.All.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_image_lies_in_the_registry(string engine)
    {
        var images = ImagesOf(engine, "");

        Assert.True(images.Count >= (engine == "tensorrt-llm" ? 4 : 3));
        Assert.All(images, i => Assert.StartsWith(Registry + "/", i, StringComparison.Ordinal));
        Assert.All(images, i => Assert.DoesNotContain("nvcr.io", i, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_stated_stays() =>
        Assert.Contains("other.example.com/vllm:1.0", ImagesOf("vllm", ", base_image: \"other.example.com/vllm:1.0\""));

    private static HashSet<string> ImagesOf(string engine, string keys)
    {
        var container = $"{{registry: \"{Registry}\"{keys}}}";
        var compilation = ConfigCompiler.Compile(
            new SourceFile(
                "deepseek-config.yaml",
                $$"""
                model: {name: R1}
                hardware: {gpu: h200-sxm, gpus_per_node: 8, memory: 2TiB}
                parallelism: {tensor: 8}
                serving: {engine: {{engine}}, max_model_len: 32768}
                container: {{container}}
                host: {numa_nodes: 2}
                kubernetes: {host_tuning: true, storage: {download: job} }
                helm: {}
                {{(engine == "tensorrt-llm" ? "triton: {}" : "")}}
                """
            ),
            CompilerOptions.Default
        );
        Assert.False(compilation.HasErrors, string.Join("\n", compilation.Diagnostics.Select(d => $"{d.Id}: {d.Message}")));
        return
        [
            .. compilation
                .Files.SelectMany(f => Image().Matches(f.Content))
                .Select(m => m.Groups[1].Value.Trim('"'))
                .Where(i => !i.Contains("{{", StringComparison.Ordinal)),
        ];
    }

    [GeneratedRegex("(?m)^(?:# syntax=|FROM | *image: )(.+)$")]
    private static partial Regex Image();
}
