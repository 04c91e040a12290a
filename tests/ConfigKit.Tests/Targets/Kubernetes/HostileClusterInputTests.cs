using System.Text.Json;
using ConfigKit.Binding;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Hostile text in each text key of clusters, rollouts and environments is refused, or reaches the manifests as that very text.</summary>
public sealed class HostileClusterInputTests
{
    private const string Config = """
        model: {name: R1, path: /models/r1}
        hardware: {gpu: h200-sxm, gpus_per_node: 8}
        serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 32768}

        """;

    private static readonly string[] Nasty =
    [
        "'; touch /tmp/owned; '",
        "\"; touch /tmp/owned",
        "$(touch /tmp/owned)",
        "`touch /tmp/owned`",
        "${HOME}",
        "$$",
        "{{ .Values.image }}",
        "{{- fail \"owned\" -}}",
        "{{args.job}}",
        "{% x %}",
        "a: b",
        "- a",
        "# no comment",
        "\\",
        "\\\"",
        "*alias",
        "&anchor",
        "!tag",
        "|",
        ">",
        "%percent",
        "@at",
        " leading",
        "trailing ",
        "~",
        "é中文😀",
        "a=b",
        "]}",
        "$(LWS_WORKER_INDEX)",
        "http://user:pass@host/",
        "s3://bucket/../../etc",
        "-rf",
        "--flag",
        "..",
        "\u200Bzero",
        "a\nb",
    ];

    public static TheoryData<string> Keys =>
        [
            .. ReferencePages
                .Flatten(ConfigCompiler.Keys)
                .Where(k => IsText(k) && Sections.Any(s => k.Path.StartsWith(s, StringComparison.Ordinal)))
                .Select(k => k.Path),
        ];

    private static readonly string[] Sections = ["kubernetes.", "rollout.", "observability.prometheus_url", "environments."];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Text_is_refused_or_inert(string key)
    {
        var info = ReferencePages.Flatten(ConfigCompiler.Keys).Single(k => k.Path == key);
        foreach (var value in Nasty.Append(new string('a', 5000)))
        {
            var compilation = ConfigCompiler.Compile(
                new SourceFile("deepseek-config.yaml", Config + Document(key, info, value)),
                CompilerOptions.Default
            );
            var errors = compilation.Diagnostics.Where(d => d.Severity == Severity.Error).ToList();
            if (errors.Count > 0)
            {
                Assert.All(errors, d => Assert.True(d.Id is "CK2008" or "CK2001" or "CK6032" or "CK2002", $"{d.Id} {d.Message}"));
                continue;
            }

            // What parses to the same text has not become anything else.
            var set = new ManifestSet(compilation);
            Assert.Contains(set.Objects.SelectMany(m => Texts(m.Root)).Concat(Overlays(compilation)), t => t == value);
        }

        Assert.False(File.Exists("/tmp/owned"));
    }

    private static bool IsText(KeyInfo key) =>
        key.Type is KeyType.Text or KeyType.Map || (key.Type == KeyType.List && key.Item is null or KeyType.Text);

    private static string Document(string key, KeyInfo info, string value)
    {
        var parts = key.Split('.');
        var quoted = JsonSerializer.Serialize(value);
        var text = info.Type switch
        {
            KeyType.List => $"[{quoted}]",
            KeyType.Map => $"{{good: {quoted}}}",
            _ => quoted,
        };
        var lines = parts[..^1]
            .Select((p, i) => new string(' ', i * 2) + p + ":")
            .Append(new string(' ', (parts.Length - 1) * 2) + parts[^1] + ": " + text);
        var route = parts is ["kubernetes", "route", not "gateway"] ? "    gateway: public\n" : "";
        return string.Join('\n', lines) + "\n" + route;
    }

    /// <summary>Texts of overlays and of the patches within.</summary>
    private static IEnumerable<string> Overlays(Compilation compilation) =>
        compilation
            .Files.Where(f => f.Path.StartsWith("overlays/", StringComparison.Ordinal))
            .Select(f => ManifestSet.Parse(f.Content))
            .SelectMany(o => Texts(o).Concat(o.Items("patches").SelectMany(p => Texts(ManifestSet.Parse("patch:\n" + p.Text("patch"))))));

    private static IEnumerable<string> Texts(System.Text.Json.Nodes.JsonNode? node) =>
        node switch
        {
            System.Text.Json.Nodes.JsonObject o => o.SelectMany(p => Texts(p.Value).Prepend(p.Key)),
            System.Text.Json.Nodes.JsonArray a => a.SelectMany(Texts),
            _ => [node?.ToString() ?? ""],
        };
}
