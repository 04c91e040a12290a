using System.Text.Json;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Names that units, scripts and collectors carry unquoted allow no text that could mean more.</summary>
public sealed class HostileNamesTests
{
    private static readonly string[] Nasty =
    [
        "a; b",
        "$(x)",
        "`x`",
        "%h",
        "a\"b",
        "a'b",
        "a\\b",
        "a b",
        "a|b",
        "${X}",
        "../x y",
        "a\nb",
        "#x",
        "*",
    ];

    [Theory]
    [InlineData("systemd", "venv")]
    [InlineData("systemd", "user")]
    [InlineData("triton", "image")]
    [InlineData("observability.tracing", "otlp_endpoint")]
    [InlineData("observability.tracing", "service_name")]
    [InlineData("observability.tracing", "backend")]
    public void Is_refused_by_the_binder(string section, string key)
    {
        foreach (var value in Nasty)
        {
            var body =
                $"{key}: {JsonSerializer.Serialize(value)}"
                + (key == "otlp_endpoint" || section == "systemd" || section == "triton" ? "" : ", otlp_endpoint: \"http://c:4317\"");
            var yaml = section.Split('.').Reverse().Aggregate(body, (inner, name) => $"{name}: {{{inner}}}");
            Assert.Contains(Errors(yaml), d => d == ("CK2008", $"{section}.{key}"));
        }
    }

    [Fact]
    public void Kernel_parameters_are_names_with_numbers_or_words()
    {
        foreach (var value in Nasty.Where(v => v is not "a b" and not "a\nb"))
        {
            Assert.Contains(Errors($"host: {{sysctl: {{net.ipv4.x: {JsonSerializer.Serialize(value)}}}}}"), d => d.Id == "CK6020");
            Assert.Contains(Errors($"host: {{sysctl: {{{JsonSerializer.Serialize("net." + value)}: 1}}}}"), d => d.Id == "CK2008");
        }
    }

    private static List<(string Id, string Key)> Errors(string yaml) =>
        [
            .. ConfigCompiler
                .Compile(
                    new SourceFile(
                        "deepseek-config.yaml",
                        $"model: {{name: R1-Distill-Qwen-7B}}\nhardware: {{gpu: h100-sxm, gpus_per_node: 1}}\nserving: {{max_model_len: 8192}}\n{yaml}\n"
                    ),
                    CompilerOptions.Default
                )
                .Diagnostics.Select(d => (d.Id, d.Key)),
        ];
}
