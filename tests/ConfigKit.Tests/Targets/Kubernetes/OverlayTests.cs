namespace ConfigKit.Tests.Targets;

/// <summary>An overlay renders what the compiler writes when the file itself says what the environment changes.</summary>
public sealed class OverlayTests : IDisposable
{
    private const string Head = """
        model: {name: R1, served_name: deepseek-r1}
        serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 32768}
        container: {image: "{image}"}

        """;

    private const string OneNode = "hardware: {gpu: h200-sxm, gpus_per_node: 8}\n" + Head;
    private const string TwoNodes =
        "hardware: {nodes: 2, gpu: h100-sxm, gpus_per_node: 8, network: {fabric: infiniband-ndr, nics_per_node: 8}}\nparallelism: {tensor: 8, pipeline: 2}\n"
        + Head;
    private const string Placed = "  namespace: {namespace}\n  node_selector: {node_selector}\n";

    private static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["namespace"] = "llm",
        ["replicas"] = "2",
        ["image"] = "registry.example.com:5000/llm/deepseek-r1:1.0",
        ["node_selector"] = "{zone: a}",
        ["storage_class"] = "cephfs",
        ["hostnames"] = "[llm.example.com]",
    };

    private static readonly Dictionary<string, string> Staging = new(StringComparer.Ordinal)
    {
        ["namespace"] = "llm-staging",
        ["replicas"] = "3",
        ["image"] = "registry.example.com:5000/llm/other:2.0",
        ["node_selector"] = "{pool: b, example.com/kind: c}",
        ["storage_class"] = "standard",
        ["hostnames"] = "[a.example.com, \"*.b.example.com\"]",
    };

    /// <summary>A file with places for what an environment changes, and the names of what this one does change.</summary>
    internal static IReadOnlyDictionary<string, (string Text, string[] Overrides)> Cases { get; } =
        new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
        {
            ["deployment"] = (
                OneNode
                    + "workload: {replicas: {replicas}}\nkubernetes:\n"
                    + Placed
                    + "  host_tuning: true\n  default_deny: true\n  namespace_limits: true\n  storage: {class: {storage_class}}\n  route: {gateway: public, hostnames: {hostnames}}\n",
                [.. All.Keys]
            ),
            ["argo-canary-keda"] = (
                OneNode
                    + "rollout: {strategy: canary, spare_gpus: true}\nkubernetes:\n"
                    + Placed
                    + "  storage: {class: {storage_class}, download: job}\n  autoscaling: {min_replicas: {replicas}, max_replicas: 6}\n  route: {gateway: public, hostnames: {hostnames}}\n",
                [.. All.Keys]
            ),
            ["stateful-set-hpa"] = (
                OneNode
                    + "kubernetes:\n"
                    + Placed
                    + "  workload: stateful_set\n  storage: {class: {storage_class}}\n  autoscaling: {controller: hpa, min_replicas: {replicas}, max_replicas: 6}\n",
                ["namespace", "replicas", "image", "node_selector", "storage_class"]
            ),
            ["groups"] = (
                TwoNodes + "workload: {replicas: {replicas}}\nkubernetes:\n" + Placed + "  storage: {class: {storage_class}}\n",
                ["namespace", "replicas", "image", "node_selector", "storage_class"]
            ),
            ["image-alone"] = (OneNode + "workload: {replicas: {replicas}}\n", ["image"]),
            ["nothing"] = (OneNode, []),
        };

    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string> Names => [.. Cases.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramTheory("kubectl")]
    [MemberData(nameof(Names))]
    public void Overlay_renders_what_the_file_would(string name)
    {
        var (text, overrides) = Cases[name];
        var rendered = Kustomize(WithEnvironment(text, overrides));

        RenderedManifests.AssertSame(RenderedManifests.Of(CompileOverridden(text, overrides)), RenderedManifests.Of(rendered));
    }

    [ProgramFact("kubectl")]
    public void Digest_takes_the_place_of_a_tag()
    {
        const string Digest =
            "registry.example.com/llm/deepseek-r1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        var text = Fill(OneNode, All) + $"environments: {{staging: {{image: \"{Digest}\"}}}}\n";
        Assert.Contains($"image: {Digest}\n", Kustomize(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_without_environments() =>
        Assert.DoesNotContain(
            ClusterVariants.CompileText(Fill(OneNode, All), []).Files,
            f => f.Path.StartsWith("overlays/", StringComparison.Ordinal) || f.Path.StartsWith("helm/", StringComparison.Ordinal)
        );

    /// <summary>The file with an environment staging that changes the named values.</summary>
    internal static string WithEnvironment(string text, string[] overrides) =>
        Fill(text, All)
        + "environments:\n  staging:"
        + (
            overrides.Length == 0
                ? " {}\n"
                : "\n" + string.Concat(overrides.Select(o => $"    {o}: {(o == "image" ? $"\"{Staging[o]}\"" : Staging[o])}\n"))
        );

    /// <summary>The file with the environment's values in their places.</summary>
    internal static Compilation CompileOverridden(string text, string[] overrides) =>
        ClusterVariants.CompileText(
            Fill(text, All.ToDictionary(a => a.Key, a => overrides.Contains(a.Key) ? Staging[a.Key] : a.Value)),
            ["kubernetes"]
        );

    private static string Fill(string text, Dictionary<string, string> values) =>
        values.Aggregate(text, (t, v) => t.Replace("{" + v.Key + "}", v.Value, StringComparison.Ordinal));

    private string Kustomize(string text)
    {
        foreach (var file in ClusterVariants.CompileText(text, ["kubernetes"]).Files)
        {
            var path = Path.Combine(_folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
            File.WriteAllText(path, file.Content);
        }

        var run = Programs.Run("kubectl", "kustomize", Path.Combine(_folder, "overlays/staging"));
        Assert.True(run.Exit == 0, run.Output);
        return run.Output;
    }
}
