using System.Text.Json;
using ConfigKit.Binding;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Every text key of gateway and compliance with hostile text: a diagnostic, or files in which it is inert.</summary>
public sealed class HostileGatewayTests
{
    private static readonly string[] Nasty =
    [
        "'; touch /tmp/owned; '",
        "\"; touch /tmp/owned; \"",
        "$(touch /tmp/owned)",
        "`touch /tmp/owned`",
        "${HOME}",
        "$host",
        "{{ 7*7 }}",
        "{% x %}",
        "a: b",
        "- a",
        "# not a comment",
        "a #b",
        "\\",
        "\\\"",
        "*alias*",
        "_b_",
        "&anchor",
        "&amp; <b>",
        "!tag",
        "|",
        ">",
        "%START_TIME%",
        "@at",
        "yes",
        "null",
        "0x1F",
        "1e3",
        " leading",
        "trailing ",
        "~",
        "~~x~~",
        "é中文",
        "😀",
        "a=b",
        "]}",
        "<script>alert(1)</script>",
        "[link](http://evil.example)",
        "![x](y)",
        "http://evil.example",
        "1. one",
        "+ plus",
        "    code",
        "line\nbreak",
        "a\r\n# heading",
        "tab\tstop",
        "\0",
        "\u2028",
        "}\nserver { listen 1; }",
        "; }",
        "a,b",
        "(a|b)",
        ".*",
        "[x] done",
        "\u200Bzero width",
    ];

    public static TheoryData<string> Values => [.. Nasty];

    public static TheoryData<string> TextKeys =>
        [
            .. ReferencePages
                .Flatten(ConfigCompiler.Keys)
                .Where(k =>
                    (k.Path.StartsWith("gateway.", StringComparison.Ordinal) || k.Path.StartsWith("compliance.", StringComparison.Ordinal))
                    && (k.Type == KeyType.Text || k.Item == KeyType.Text)
                )
                .Select(k => k.Path),
        ];

    [Theory]
    [MemberData(nameof(TextKeys))]
    public void Hostile_text_is_refused_or_inert(string key)
    {
        var isList = ReferencePages.Flatten(ConfigCompiler.Keys).Single(k => k.Path == key).Type == KeyType.List;
        var shape = Shape(
            Compile(
                key,
                isList,
                key.EndsWith("_url", StringComparison.Ordinal) || key.EndsWith("_uri", StringComparison.Ordinal)
                    ? "http://plain.example"
                    : "plain"
            )
        );
        foreach (var value in Nasty.Append(new string('a', 65_536)))
        {
            var compilation = Compile(key, isList, value);
            if (compilation.HasErrors)
            {
                Assert.All(
                    compilation.Diagnostics.Where(d => d.Severity == Severity.Error),
                    d => Assert.Contains(d.Id, (string[])["CK2008", "CK8010", "CK8011"])
                );
                continue;
            }

            Assert.Equal(shape, Shape(compilation));
        }

        Assert.False(File.Exists("/tmp/owned"));
    }

    /// <summary>What parses out of the files besides scalars; for the records, their lines.</summary>
    private static string Shape(Compilation compilation) =>
        compilation.HasErrors
            ? ""
            : string.Join(
                '\n',
                compilation.Files.Select(f =>
                    f.Path
                    + " "
                    + (f.Path.EndsWith(".yaml", StringComparison.Ordinal) ? Shape(YamlPath.Parse(f.Content)) : f.Content.Split('\n').Length)
                )
            );

    private static string Shape(YamlNode node) =>
        node switch
        {
            YamlMapping m => "{" + string.Join(',', m.Entries.Select(e => e.Key.Value + ":" + Shape(e.Value))) + "}",
            YamlSequence s => "[" + string.Join(',', s.Items.Select(Shape)) + "]",
            _ => "_",
        };

    private static Compilation Compile(string key, bool isList, string value)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["gateway.jwt.issuer"] = "\"https://id.example.com\"",
            ["gateway.jwt.audiences"] = "[a]",
            ["gateway.jwt.jwks_uri"] = "\"https://id.example.com/keys\"",
            ["compliance.log_prompts"] = "true",
            [key] = isList ? $"[{JsonSerializer.Serialize(value)}]" : JsonSerializer.Serialize(value),
        };
        var yaml =
            "model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\ntargets: [gateway, compliance]\n"
            + string.Concat(
                keys.GroupBy(k => k.Key.Split('.')[0])
                    .Select(section =>
                        section.Key
                        + ":\n"
                        + string.Concat(section.GroupBy(k => k.Key.Split('.').Length == 3 ? k.Key.Split('.')[1] : "").Select(Group))
                    )
            );
        return ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", yaml), CompilerOptions.Default);
    }

    private static string Group(IGrouping<string, KeyValuePair<string, string>> group) =>
        (group.Key.Length > 0 ? $"  {group.Key}:\n" : "")
        + string.Concat(group.Select(k => $"{(group.Key.Length > 0 ? "    " : "  ")}{k.Key.Split('.')[^1]}: {k.Value}\n"));
}
