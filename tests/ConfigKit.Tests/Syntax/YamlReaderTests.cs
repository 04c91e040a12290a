using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Tests.Syntax;

public sealed class YamlReaderTests
{
    private const string Rest = "hardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving: {max_model_len: 65536}\n";

    [Fact]
    public void Anchors_aliases_and_merge_keys_work()
    {
        var compilation = Validate("x-base: &base {name: R1, precision: fp8}\nmodel:\n  <<: *base\n  served_name: r1\n" + Rest);

        Assert.Empty(compilation.Diagnostics);
        Assert.Equal("deepseek-ai/DeepSeek-R1", compilation.Deployment?.Model.Id);
    }

    [Fact]
    public void A_written_key_wins_over_a_merged_one()
    {
        var compilation = Validate("x-base: &base {name: V3}\nmodel:\n  name: R1\n  <<: *base\n" + Rest);

        Assert.Equal("deepseek-ai/DeepSeek-R1", compilation.Deployment?.Model.Id);
    }

    [Theory]
    [InlineData("model: {name: R1}\nmodel: {name: V3}\n", "CK1004", 2, 1)]
    [InlineData("model:\n\tname: R1\n", "CK1002", 2, 1)]
    [InlineData("model: {name: R1}\n---\nmodel: {name: R1}\n", "CK1003", 2, 1)]
    [InlineData("model: {nam: R1}\n", "CK2001", 1, 9)]
    [InlineData("model: {name: [R1]}\n", "CK2002", 1, 15)]
    [InlineData("model: {name: R1}\nhardware: {memory: 80}\n", "CK2003", 2, 20)]
    [InlineData("model: {name: R1}\nhardware: {memory: 80Gib}\n", "CK2003", 2, 20)]
    [InlineData("model: {name: R1}\nserving: {port: 70000}\n", "CK2004", 2, 17)]
    [InlineData("model: {name: R1}\nserving: {engine: vlm}\n", "CK2005", 2, 19)]
    [InlineData("model: {name: R1}\nserving: {env: {A: \"x\\ny\"}}\n", "CK2008", 2, 20)]
    public void Fault_is_reported_at_its_place(string text, string id, int line, int column)
    {
        var diagnostic = Assert.Single(Validate(text).Diagnostics, d => d.Id == id);

        Assert.Equal(new LinePosition(line, column), diagnostic.Start);
        Assert.Equal(Severity.Error, diagnostic.Severity);
    }

    [Fact]
    public void All_faults_are_reported_in_one_run()
    {
        var ids = Validate("model: {nam: R1}\nhardware: {memory: 80, nodes: x}\nserving: {engine: vlm, port: 0}\n")
            .Diagnostics.Select(d => d.Id);

        Assert.Superset(new HashSet<string> { "CK2001", "CK2002", "CK2003", "CK2004", "CK2005", "CK2006" }, ids.ToHashSet());
    }

    [Theory]
    [InlineData("nodes: 0x10", 16)]
    [InlineData("nodes: 0o20", 16)]
    public void Numbers_follow_the_core_schema(string line, int nodes) =>
        Assert.Equal(nodes, Validate($"model: {{name: R1}}\nhardware:\n  gpu: h200\n  gpus_per_node: 8\n  {line}\n").Deployment?.Nodes);

    [Fact]
    public void Aliases_that_would_expand_without_end_are_refused()
    {
        var text = "x-a: &a [" + string.Join(",", Enumerable.Repeat("x", 100)) + "]\n";
        for (var c = 'b'; c < 'h'; c++)
        {
            text += $"x-{c}: &{c} [{string.Join(",", Enumerable.Repeat($"*{(char)(c - 1)}", 100))}]\n";
        }

        Assert.Contains(Validate(text + "model: {name: R1}\n").Diagnostics, d => d.Id == "CK1007");
    }

    private static Compilation Validate(string text) =>
        ConfigCompiler.Validate(new SourceFile("deepseek-config.yaml", text), CompilerOptions.Default);
}
