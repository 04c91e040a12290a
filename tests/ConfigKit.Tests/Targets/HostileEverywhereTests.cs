using System.Text.Json;
using ConfigKit.Binding;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Targets;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>
/// Every key that takes text, over every target: hostile text is refused, or what is written has the structure that a
/// harmless text gives it: the same keys, the same lists, the same lines.
/// </summary>
public sealed class HostileEverywhereTests : IDisposable
{
    private const string Vllm = """
        model: {name: R1, served_name: r1}
        hardware: {gpu: h200-sxm, gpus_per_node: 8, cpu: {sockets: 2, cores: 112}, memory: 2TiB}
        parallelism: {tensor: 8}
        serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 32768}
        container: {image: "registry.example.com/r1:1"}
        security: {api_key: "${env:KEY}"}
        gateway: {host_names: [llm.example.com], jwt: {issuer: "https://id.example.com", audiences: [a], jwks_uri: "https://id.example.com/keys"}}
        compliance: {controller: Example, purposes: [p], legal_basis: contract, data_categories: [c], data_subjects: [s], recipients: [], transfers: [], location: here}
        observability: {tracing: {otlp_endpoint: "http://collector:4317"}}
        kubernetes: {route: {gateway: public, hostnames: [llm.example.com]}, host_tuning: true, storage: {download: job}}
        environments: {staging: {replicas: 1}}
        systemd: {}
        operations: {}
        helm: {}
        framework: {}

        """;

    private const string Triton = """
        model: {name: nvidia/DeepSeek-R1-FP4}
        hardware: {gpu: b200, gpus_per_node: 8}
        parallelism: {tensor: 8}
        serving: {engine: tensorrt-llm, max_model_len: 32768}
        triton: {}

        """;

    private static readonly string[] Nasty =
    [
        "'; touch /tmp/owned; '",
        "\"; touch /tmp/owned; \"",
        "$(touch /tmp/owned)",
        "`touch /tmp/owned`",
        "${HOME}",
        "$$",
        "{{ 7*7 }}",
        "a: b",
        "- a",
        "# no comment",
        "\\",
        "*alias",
        "%n",
        " leading",
        "é中文😀",
        "a\nb: c",
        "</script>",
        "]}",
        "\u2028",
        "a\0b",
        new string('a', 65_536),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string> Keys => [.. ReferencePages.Flatten(ConfigCompiler.Keys).Where(IsText).Select(k => k.Path)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Keys))]
    public void Text_is_refused_or_changes_no_structure(string path)
    {
        var key = ReferencePages.Flatten(ConfigCompiler.Keys).Single(k => k.Path == path);
        var below = path.StartsWith("triton.", StringComparison.Ordinal) ? Triton : Vllm;
        SortedDictionary<string, string>? harmless = null;
        foreach (var value in Nasty)
        {
            var hostile = Compile(below, Document(key, JsonSerializer.Serialize(value)));
            if (hostile.HasErrors)
            {
                Assert.Empty(hostile.Files);
                continue;
            }

            harmless ??= Structures(
                Compile(below, Document(key, JsonSerializer.Serialize("harmless"))) is { HasErrors: false } plain
                    ? plain
                    : Compile(below, Example(key))
            );
            Assert.Equal(harmless, Structures(hostile));
            foreach (var script in hostile.Files.Where(f => f.Path.EndsWith(".sh", StringComparison.Ordinal) && File.Exists("/bin/bash")))
            {
                var file = Path.Combine(_folder, "script.sh");
                File.WriteAllText(file, script.Content);
                var run = Programs.Run("/bin/bash", "-n", file);
                Assert.True(run.Exit == 0, $"{script.Path}: {run.Output}");
            }
        }

        Assert.False(File.Exists("/tmp/owned"));
    }

    /// <summary>The test above would prove nothing if everything were refused.</summary>
    [Theory]
    [InlineData("serving.extra_args")]
    [InlineData("serving.env")]
    [InlineData("compliance.controller")]
    [InlineData("hardware.cpu.model")]
    public void Free_text_is_accepted(string path)
    {
        var key = ReferencePages.Flatten(ConfigCompiler.Keys).Single(k => k.Path == path);

        Assert.Contains(Nasty, value => !Compile(Vllm, Document(key, JsonSerializer.Serialize(value))).HasErrors);
    }

    private static bool IsText(KeyInfo key) =>
        key.Path.Split('.') is not ["environments", ..] // below the user's own names; HostileClusterInputTests has them
        && (
            key.Type is KeyType.Text or KeyType.Any
            || (key.Type == KeyType.Map && key.Children.IsEmpty)
            || (key.Type == KeyType.List && key.Item is null or KeyType.Text)
        );

    private static Compilation Compile(string below, string above) =>
        ConfigCompiler.Compile(
            new SourceFile("deepseek-config.x.yaml", above),
            CompilerOptions.Default with
            {
                Below = new SourceFile("deepseek-config.yaml", below),
                Targets = [.. TargetList.All.Select(t => t.Name).Where(t => t != "triton" || below == Triton)],
            }
        );

    private static string Document(KeyInfo key, string quoted) =>
        Nested(
            key,
            key.Type switch
            {
                KeyType.List => $"[{quoted}]",
                KeyType.Map => $"{{GOOD_NAME: {quoted}}}",
                KeyType.Any => $"{{text: {quoted}}}",
                _ => quoted,
            }
        );

    private static string Example(KeyInfo key) => Nested(key, key.Example);

    private static string Nested(KeyInfo key, string value)
    {
        var parts = key.Path.Split('.');
        return string.Concat(parts[..^1].Select((p, i) => new string(' ', i * 2) + p + ":\n"))
            + new string(' ', (parts.Length - 1) * 2)
            + parts[^1]
            + ": "
            + value
            + "\n";
    }

    /// <summary>What remains of each file when every scalar is blanked.</summary>
    private static SortedDictionary<string, string> Structures(Compilation compilation)
    {
        Assert.False(compilation.HasErrors, string.Join("\n", compilation.Diagnostics.Select(d => d.Message)));
        return new(compilation.Files.ToDictionary(f => f.Path, f => Structure(f.Path, f.Content)), StringComparer.Ordinal);
    }

    private static string Structure(string path, string text)
    {
        if (path.EndsWith(".yaml", StringComparison.Ordinal) && !path.Contains("/templates/", StringComparison.Ordinal))
        {
            var bag = new DiagnosticBag(new SourceFile(path, text));
            var root = YamlReader.Read(bag.File, bag);
            Assert.False(bag.HasErrors, $"{path}: {string.Join("; ", bag.ToSorted().Select(d => d.Message))}");
            return Shape(root);
        }

        if (path.EndsWith(".json", StringComparison.Ordinal))
        {
            using var document = JsonDocument.Parse(text);
            return Shape(document.RootElement);
        }

        return $"{text.Split('\n').Length} lines";
    }

    private static string Shape(YamlNode? node) =>
        node switch
        {
            YamlMapping m => "{" + string.Join(",", m.Entries.Select(e => e.Key.Value + ":" + Shape(e.Value))) + "}",
            YamlSequence s => "[" + string.Join(",", s.Items.Select(Shape)) + "]",
            _ => "_",
        };

    private static string Shape(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => "{" + string.Join(",", element.EnumerateObject().Select(p => p.Name + ":" + Shape(p.Value))) + "}",
            JsonValueKind.Array => "[" + string.Join(",", element.EnumerateArray().Select(Shape)) + "]",
            _ => "_",
        };
}
