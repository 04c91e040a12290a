using System.Text.Json;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Text from the user's file is inert in every language that it is written in: shown by parsing the result.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] Nasty =
    [
        "'; touch /tmp/owned; '",
        "\"; touch /tmp/owned; \"",
        "$(touch /tmp/owned)",
        "`touch /tmp/owned`",
        "${HOME}",
        "$HOME",
        "$$",
        "{{ 7*7 }}",
        "{% x %}",
        "a: b",
        "- a",
        "# not a comment",
        "\\",
        "\\\"",
        "*alias",
        "&anchor",
        "!tag",
        "|",
        ">",
        "%percent",
        "@at",
        "yes",
        "null",
        "0x1F",
        "1e3",
        " leading",
        "trailing ",
        "~",
        "é中文😀",
        "a=b",
        "]}",
        "<script>",
        "$(LWS_WORKER_INDEX)",
        "\u200Bzero width",
    ];

    public static TheoryData<string> Values => [.. Nasty];

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_arrive_unchanged_or_are_refused(string value)
    {
        var compilation = Compile(value);
        if (compilation.HasErrors)
        {
            Assert.All(compilation.Diagnostics.Where(d => d.Severity == Severity.Error), d => Assert.Equal("CK2008", d.Id));
            return;
        }

        var files = compilation.Files.ToDictionary(f => f.Path, f => f.Content);
        var deployment = Parse(files["kubernetes/deployment.yaml"]);
        var command = Items(Find(deployment, "command"));
        Assert.Equal(value, command[^1].Replace("$$(", "$(", StringComparison.Ordinal));
        Assert.Equal(value, Scalar(Find(Find(Parse(files["kubernetes/configmap.yaml"]), "data"), "MY_VALUE")));
        var compose = Parse(files["docker/compose.yaml"]);
        Assert.Equal(value, Scalar(Find(Find(compose, "environment"), "MY_VALUE")).Replace("$$", "$", StringComparison.Ordinal));
        var entrypoint = files["docker/Dockerfile"].Split('\n').Single(l => l.StartsWith("ENTRYPOINT ", StringComparison.Ordinal));
        Assert.Equal(value, JsonSerializer.Deserialize<string[]>(entrypoint["ENTRYPOINT ".Length..])?[^1]);
        using var runtime = JsonDocument.Parse(files["runtime/deepseek-config.json"]);
        Assert.Equal(value, runtime.RootElement.GetProperty("runtime").GetProperty("text").GetString());
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Shell_reads_a_variable_as_written(string value)
    {
        var compilation = Compile(value, "UCX_MY_VALUE");
        if (compilation.HasErrors || !File.Exists("/bin/bash"))
        {
            return;
        }

        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, compilation.Files.Single(f => f.Path == "nccl/nccl.env").Content);
            using var process =
                System.Diagnostics.Process.Start(
                    new System.Diagnostics.ProcessStartInfo("/bin/bash")
                    {
                        ArgumentList = { "-c", $". {file}; printf %s \"$UCX_MY_VALUE\"" },
                        RedirectStandardOutput = true,
                        RedirectStandardError = true,
                    }
                ) ?? throw new InvalidOperationException();
            Assert.Equal(value, process.StandardOutput.ReadToEnd());
            Assert.Equal("", process.StandardError.ReadToEnd());
        }
        finally
        {
            File.Delete(file);
        }

        Assert.False(File.Exists("/tmp/owned"));
    }

    [Theory]
    [InlineData("model.served_name")]
    [InlineData("model.revision")]
    [InlineData("model.path")]
    [InlineData("container.image")]
    [InlineData("container.base_image")]
    [InlineData("kubernetes.name")]
    [InlineData("kubernetes.namespace")]
    [InlineData("kubernetes.gpu_resource")]
    [InlineData("kubernetes.rdma_resource")]
    [InlineData("kubernetes.runtime_class")]
    [InlineData("kubernetes.priority_class")]
    [InlineData("kubernetes.storage.class")]
    [InlineData("kubernetes.storage.existing_claim")]
    [InlineData("hardware.network.interface")]
    [InlineData("hardware.storage.path")]
    [InlineData("security.api_key")]
    [InlineData("security.hugging_face_token")]
    [InlineData("serving.engine_version")]
    [InlineData("serving.attention_backend")]
    [InlineData("serving.moe_backend")]
    public void Names_of_things_allow_no_such_text(string key)
    {
        foreach (
            var value in Nasty
                .Where(v => v.Any(c => " ;$`{}\"'\\#<|>*&!%@~]".Contains(c, StringComparison.Ordinal)))
                .Append(new string('a', 65_536))
        )
        {
            var parts = key.Split('.');
            var sections = parts[..^1]
                .Aggregate("", (text, part) => text + new string(' ', text.Split('\n').Length * 2 - 2) + part + ":\n");
            var yaml = sections + new string(' ', (parts.Length - 1) * 2) + parts[^1] + ": " + JsonSerializer.Serialize(value) + "\n";
            var bag = ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", yaml), CompilerOptions.Default);
            Assert.Contains(bag.Diagnostics, d => d.Id is "CK2008" && d.Key == key);
        }
    }

    private static Compilation Compile(string value, string name = "MY_VALUE")
    {
        var quoted = JsonSerializer.Serialize(value);
        return ConfigCompiler.Compile(
            new SourceFile(
                "deepseek-config.yaml",
                $"model: {{name: R1-Distill-Qwen-7B}}\nhardware: {{gpu: h100-sxm, gpus_per_node: 1}}\nserving: {{max_model_len: 8192, env: {{{name}: {quoted}}}, extra_args: [{quoted}]}}\ncontainer: {{labels: {{my.label: {quoted}}}}}\nruntime: {{text: {quoted}}}\n"
            ),
            CompilerOptions.Default
        );
    }

    private static YamlNode Parse(string text)
    {
        var bag = new DiagnosticBag(new SourceFile("out.yaml", text));
        var root = YamlReader.Read(bag.File, bag);
        Assert.False(bag.HasErrors, string.Join("; ", bag.ToSorted().Select(d => d.Message)) + "\n" + text);
        return root ?? throw new InvalidOperationException();
    }

    private static YamlNode? Find(YamlNode? node, string key) =>
        node switch
        {
            YamlMapping mapping => mapping.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value
                ?? mapping.Entries.Select(e => Find(e.Value, key)).FirstOrDefault(f => f is not null),
            YamlSequence sequence => sequence.Items.Select(i => Find(i, key)).FirstOrDefault(f => f is not null),
            _ => null,
        };

    private static List<string> Items(YamlNode? node) =>
        [.. ((YamlSequence)(node ?? throw new InvalidOperationException())).Items.Select(Scalar)];

    private static string Scalar(YamlNode? node) => ((YamlScalar)(node ?? throw new InvalidOperationException())).Value;
}
