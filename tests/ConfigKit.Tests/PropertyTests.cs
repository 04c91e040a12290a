using System.Globalization;
using System.Text;
using ConfigKit.Rules;
using ConfigKit.Text;

namespace ConfigKit.Tests;

/// <summary>What holds for every input: compiling is total and deterministic.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void Any_text_gives_diagnostics_and_never_an_exception()
    {
        var random = new Random(20260917);
        var seeds = RuleList.Descriptors.SelectMany(d => new[] { d.Bad, d.Good }).Where(t => t.Length > 0).Distinct().ToArray();
        for (var i = 0; i < 3000; i++)
        {
            var text = Mutate(seeds[random.Next(seeds.Length)], random);
            var compilation = Compile(text);
            Assert.All(
                compilation.Diagnostics,
                d =>
                {
                    Assert.InRange(d.Start.Line, 1, d.File.LineCount);
                    Assert.True(d.Start.Column >= 1);
                    Assert.NotEmpty(d.Message);
                }
            );
            Assert.True(!compilation.HasErrors || compilation.Files.IsEmpty);
        }
    }

    [Fact]
    public void Same_text_gives_the_same_bytes_in_any_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        foreign.NumberFormat.NumberGroupSeparator = ".";
        foreign.NumberFormat.NegativeSign = "\u2212";
        try
        {
            foreach (var name in ExamplesTests.AllNames)
            {
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                var first = ExamplesTests.Compile(name);
                CultureInfo.CurrentCulture = foreign;
                var second = ExamplesTests.Compile(name);
                Assert.Equal(first.Files.AsEnumerable(), second.Files);
                Assert.Equal(first.Diagnostics.Select(d => d.Message), second.Diagnostics.Select(d => d.Message));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Line_breaks_of_any_kind_give_the_same_positions()
    {
        foreach (var descriptor in RuleList.Descriptors.Where(d => d.Bad.Length > 0 && !d.Id.StartsWith("CK1", StringComparison.Ordinal)))
        {
            var unix = descriptor.Bad.ReplaceLineEndings("\n");
            Assert.Equal(Positions(unix), Positions(unix.ReplaceLineEndings("\r\n")));
            Assert.Equal(Positions(unix), Positions("\uFEFF" + unix));
        }

        static IEnumerable<(string, LinePosition)> Positions(string text) =>
            Compile(text).Diagnostics.Select(d => (d.Id, d.Start)).ToList();
    }

    [Fact]
    public void A_longer_context_never_turns_does_not_fit_into_fits()
    {
        foreach (var gpu in new[] { "h200-sxm", "h20", "h100-sxm", "b200" })
        {
            var rank = -1;
            foreach (var length in new[] { 1024, 8192, 32768, 131072, 163840 })
            {
                var verdict = (int)
                    Compile(
                        $"model: {{name: R1}}\nhardware: {{gpu: {gpu}, gpus_per_node: 8}}\nserving: {{max_model_len: {length}}}\n"
                    ).Verdict;
                Assert.True(verdict >= rank, $"{gpu} {length}");
                rank = verdict;
            }
        }
    }

    [Fact]
    public void More_nodes_of_the_same_layout_never_hold_fewer_tokens()
    {
        long before = 0;
        for (var nodes = 1; nodes <= 8; nodes++)
        {
            var tokens =
                Compile(
                    $"model: {{name: R1}}\nhardware: {{gpu: h200-sxm, nodes: {nodes}, gpus_per_node: 8, network: {{fabric: infiniband-ndr, nics_per_node: 8}}}}\nparallelism: {{tensor: 8, pipeline: {nodes}}}\nserving: {{max_model_len: 8192}}\n"
                ).Estimate?.KvCacheTokens
                ?? 0;
            Assert.True(tokens >= before, $"{nodes} nodes: {tokens} after {before}");
            before = tokens;
        }
    }

    private static Compilation Compile(string text) =>
        ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", text), CompilerOptions.Default);

    private static string Mutate(string text, Random random)
    {
        string[] pieces =
        [
            "\t",
            "\n",
            ":",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "*a",
            "&a ",
            "<<: ",
            "#",
            "---\n",
            "\u0000",
            "\uD800",
            "é",
            "999999999999999999999",
            "-1",
            "~",
            "1e308",
            "|\n",
            "%",
            "!!binary ",
        ];
        var builder = new StringBuilder(text);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(builder.Length);
            switch (random.Next(3))
            {
                case 0:
                    builder.Insert(at, pieces[random.Next(pieces.Length)]);
                    break;
                case 1:
                    builder.Remove(at, Math.Min(random.Next(1, 12), builder.Length - at));
                    break;
                default:
                    builder[at] = (char)random.Next(1, 0x250);
                    break;
            }
        }

        return builder.ToString();
    }
}
