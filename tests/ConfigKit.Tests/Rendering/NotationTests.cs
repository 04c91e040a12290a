using System.Text;
using System.Xml.Linq;
using ConfigKit.Rendering;
using ConfigKit.Tests.Targets;
using ConfigKit.Text;

namespace ConfigKit.Tests.Rendering;

/// <summary>Text that is written in units, drawings and documents reads back as it was.</summary>
public sealed class NotationTests
{
    public static TheoryData<string> Values =>
        [
            "plain",
            "",
            " ",
            "a b",
            "%h and %%",
            "$HOME ${X} $$",
            "\"quoted\" 'single'",
            "back\\slash\\",
            "\\",
            "tab\there",
            "# comment",
            "; end",
            "<a href=\"x\">&amp;</a>",
            "]]>",
            "é中文",
            "*bold* _x_ `code` | cell",
            "- list",
            "1. list",
            "{{ 7*7 }}",
            "#quot; #34;",
            "~",
            "a=b",
            "-x",
            "@x",
            "end\\n",
        ];

    [Theory]
    [MemberData(nameof(Values))]
    public void Unit_words_arrive(string value)
    {
        Assert.Equal(["/bin/x", value, "last"], UnitLine.Words(TemplateLanguages.Systemd.Write(new[] { "/bin/x", value, "last" })));
        Assert.Equal(value, UnitLine.Words(TemplateLanguages.Systemd.Write(value).Replace("$", "$$", StringComparison.Ordinal))[0]);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Xml_arrives(string value)
    {
        var root = XDocument
            .Parse(
                $"<r a=\"{TemplateLanguages.Xml.Write(value)}\">{TemplateLanguages.Xml.Write(value)}</r>",
                LoadOptions.PreserveWhitespace
            )
            .Root;

        Assert.Equal(value, root?.Value);
        Assert.Equal(value, root?.Attribute("a")?.Value);
        Assert.Throws<FormatException>(() => TemplateLanguages.Xml.Write("\u0001"));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Text_of_protocol_buffers_arrives(string value)
    {
        var written = TemplateLanguages.TextProto.Write(value);

        Assert.True(written.All(c => c is >= ' ' and <= '~'), written);
        Assert.Equal(value, Read(written));
    }

    /// <summary>Nothing is left that Mermaid reads as a mark, and each code stands for its character.</summary>
    [Theory]
    [MemberData(nameof(Values))]
    public void Mermaid_label_arrives(string value)
    {
        var written = TemplateLanguages.Mermaid.Write(value)[1..^1];

        Assert.DoesNotContain(written, c => c is '"' or '<' or '>' or '`');
        Assert.Equal(
            value,
            System.Text.RegularExpressions.Regex.Replace(
                written,
                "#([0-9]+);",
                m => ((char)int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToString()
            )
        );
    }

    [Theory]
    [InlineData("a|b", "a\\|b")]
    [InlineData("*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`")]
    [InlineData("<b>&amp;", "\\<b\\>\\&amp;")]
    [InlineData("- item", "\\- item")]
    [InlineData("[a](b)", "\\[a\\](b)")]
    [InlineData("deepseek-ai/DeepSeek-R1 2.5", "deepseek-ai/DeepSeek-R1 2.5")]
    public void Markdown_marks_are_escaped(string value, string written) => Assert.Equal(written, TemplateLanguages.Markdown.Write(value));

    /// <summary>Variables and arguments of the user in a unit, as systemd would read them.</summary>
    [Theory]
    [MemberData(nameof(Values))]
    public void Variables_and_arguments_reach_the_engine(string value)
    {
        var quoted = System.Text.Json.JsonSerializer.Serialize(value);
        var argument = System.Text.Json.JsonSerializer.Serialize("--additional-config=" + value);
        var compilation = ConfigCompiler.Compile(
            new SourceFile(
                "deepseek-config.yaml",
                $"model: {{name: R1-Distill-Qwen-7B}}\nhardware: {{gpu: h100-sxm, gpus_per_node: 1}}\nserving: {{max_model_len: 8192, engine_version: \"0.11.0\", env: {{MY_VALUE: {quoted}}}, extra_args: [{argument}]}}\nsystemd: {{}}\n"
            ),
            CompilerOptions.Default
        );
        Assert.False(compilation.HasErrors, string.Join("; ", compilation.Diagnostics.Select(d => d.Message)));
        var unit = compilation
            .Files.Single(f => f.Path.EndsWith("/system/deepseek-r1-distill-qwen-7b.service", StringComparison.Ordinal))
            .Content.Split('\n');

        Assert.Contains(
            "--additional-config=" + value,
            UnitLine.Words(unit.Single(l => l.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..])
        );
        var assignment = unit.Single(l =>
            l.StartsWith("Environment=", StringComparison.Ordinal) && l.Contains("MY_VALUE", StringComparison.Ordinal)
        )["Environment=".Length..];
        Assert.Equal("MY_VALUE=" + value, UnitLine.Words(assignment.Replace("$", "$$", StringComparison.Ordinal))[0]);
    }

    private static string Read(string written)
    {
        var bytes = new List<byte>();
        for (var i = 1; i < written.Length - 1; i++)
        {
            if (written[i] != '\\')
            {
                bytes.Add((byte)written[i]);
            }
            else if (written[++i] is >= '0' and <= '7')
            {
                bytes.Add(Convert.ToByte(written.Substring(i, 3), 8));
                i += 2;
            }
            else
            {
                bytes.Add((byte)written[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
