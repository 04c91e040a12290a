using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Which targets are written, and that one of them alone is written as all together would be.</summary>
public sealed class TargetSelectionTests
{
    private const string Plain = "model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\n";
    private const string Sections =
        Plain
        + "gateway:\n  jwt: {issuer: \"https://id.example.com\", audiences: [a], jwks_uri: \"https://id.example.com/keys\"}\ncompliance: {log_retention: 200d}\n";

    [Theory]
    [InlineData("gateway")]
    [InlineData("compliance")]
    public void Written_once_its_section_is_stated(string target)
    {
        var folder = target + "/";

        Assert.DoesNotContain(Compile(Plain).Files, f => f.Path.StartsWith(folder, StringComparison.Ordinal));
        Assert.Contains(Compile(Sections).Files, f => f.Path.StartsWith(folder, StringComparison.Ordinal));
        Assert.DoesNotContain(Compile(Sections + "targets: [docker]\n").Files, f => f.Path.StartsWith(folder, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("compliance")]
    [InlineData("kubernetes")]
    public void One_target_alone_is_written_as_with_the_others(string target)
    {
        var all = Compile(Sections).Files.ToDictionary(f => f.Path, f => f.Content);
        var alone = Compile(Sections, target).Files;

        Assert.NotEmpty(alone);
        Assert.All(alone, f => Assert.Equal(all[f.Path], f.Content));
    }

    [Fact]
    public void Named_by_the_command_without_its_section_is_an_error() =>
        Assert.Equal("CK8010", Assert.Single(Compile(Plain, "gateway").Diagnostics).Id);

    private static Compilation Compile(string yaml, params string[] targets) =>
        ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", yaml), CompilerOptions.Default with { Targets = [.. targets] });
}
