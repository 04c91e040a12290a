using System.Text.Json;

namespace ConfigKit.Tests.Targets;

/// <summary>What Helm says of the chart, and that it renders the very manifests of the kubernetes target.</summary>
public sealed class HelmChartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string> Charts =>
        [
            .. ClusterVariants.AllNames.Where(n =>
                !n.Contains("plain", StringComparison.Ordinal) && !n.Contains("blue-green", StringComparison.Ordinal)
            ),
            "argo-blue-green",
        ];

    private static string Helm => Environment.GetEnvironmentVariable("CONFIGKIT_HELM") ?? "helm";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramTheory("$CONFIGKIT_HELM")]
    [MemberData(nameof(Charts))]
    public void Chart_passes_lint_and_renders_the_manifests(string name)
    {
        var compilation = ClusterVariants.CompileChart(name);
        var chart = Write(compilation);

        var lint = Programs.Run(Helm, "lint", "--strict", chart);
        Assert.True(lint.Exit == 0, lint.Output);
        RenderedManifests.AssertSame(RenderedManifests.Of(compilation), RenderedManifests.Of(Template(chart)));
    }

    [ProgramTheory("$CONFIGKIT_HELM")]
    [InlineData("replicas=0")]
    [InlineData("replicas=many")]
    [InlineData("image=")]
    [InlineData("replica=2")]
    [InlineData("resources.cpu=half")]
    [InlineData("nodeSelector.zone.deep=1")]
    [InlineData("storage.class=7")]
    public void Values_of_the_wrong_kind_are_refused(string value)
    {
        var run = Programs.Run(Helm, "template", "release", Write(ClusterVariants.CompileChart("examples/minimal")), "--set", value);
        Assert.True(run.Exit != 0 && run.Output.Contains("values don't meet the specifications", StringComparison.Ordinal), run.Output);
    }

    [ProgramTheory("$CONFIGKIT_HELM")]
    [InlineData("\"}}\n{{ fail \"owned\" }}")]
    [InlineData("{{ .Release.Name }}")]
    [InlineData("a: b\n  evil: true")]
    [InlineData("'\"$(id)`")]
    public void Values_can_not_leave_their_place(string value)
    {
        var values = Path.Combine(_folder, "hostile.json");
        File.WriteAllText(
            values,
            JsonSerializer.Serialize(new { image = value, nodeSelector = new Dictionary<string, string> { [value] = value } })
        );
        var rendered = RenderedManifests.Of(Template(Write(ClusterVariants.CompileChart("examples/minimal")), "--values", values));
        var pod = rendered.Single(r => r.Key.StartsWith("Deployment ", StringComparison.Ordinal)).Value["spec"]!["template"]!["spec"]!;

        Assert.Equal(value, pod["containers"]![0]!["image"]!.GetValue<string>());
        Assert.Equal(value, pod["nodeSelector"]![value]!.GetValue<string>());
    }

    /// <summary>Text of the plan that looks like a template stays that text.</summary>
    [ProgramFact("$CONFIGKIT_HELM")]
    public void Braces_of_the_plan_are_inert()
    {
        string[] nasty =
        [
            "{{ .Values.image }}",
            "{{- fail \"owned\" -}}",
            "{{/* x */}}",
            "{{{",
            "}}",
            "{",
            "{ {",
            "a{{b}}c{{\"d\"}}",
            "{{`x`}}",
            "\\{{",
            "# {{ x }}",
            "{{define \"x\"}}",
        ];
        var env = string.Join(", ", nasty.Select((n, i) => $"V{i}: {JsonSerializer.Serialize(n)}"));
        var text =
            $"model: {{name: R1-Distill-Qwen-7B}}\nhardware: {{gpu: h100-sxm, gpus_per_node: 1}}\nserving: {{max_model_len: 8192, env: {{{env}}}, extra_args: [{string.Join(", ", nasty.Select(n => JsonSerializer.Serialize(n)))}]}}\nkubernetes: {{node_selector: {{good: \"{{{{ fail }}}}\"}}}}\n";
        var compilation = ClusterVariants.CompileText(text, ["kubernetes", "helm"]);

        RenderedManifests.AssertSame(RenderedManifests.Of(compilation), RenderedManifests.Of(Template(Write(compilation))));
    }

    [ProgramTheory("$CONFIGKIT_HELM")]
    [MemberData(nameof(OverlayTests.Names), MemberType = typeof(OverlayTests))]
    public void Values_of_an_environment_render_what_its_overlay_renders(string name)
    {
        var (text, overrides) = OverlayTests.Cases[name];
        var chart = Write(ClusterVariants.CompileText(OverlayTests.WithEnvironment(text, overrides), ["kubernetes", "helm"]));
        var expected = RenderedManifests.Of(OverlayTests.CompileOverridden(text, overrides));

        RenderedManifests.AssertSame(
            expected,
            RenderedManifests.Of(Template(chart, "--values", Path.Combine(chart, "values-staging.yaml")))
        );
    }

    private static string Template(string chart, params string[] arguments)
    {
        var run = Programs.Run(Helm, ["template", "release", chart, .. arguments]);
        Assert.True(run.Exit == 0, run.Output);
        return run.Output;
    }

    private string Write(Compilation compilation)
    {
        foreach (var file in compilation.Files.Where(f => f.Path.StartsWith("helm/", StringComparison.Ordinal)))
        {
            var path = Path.Combine(_folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _folder);
            File.WriteAllText(path, file.Content);
        }

        return Path.Combine(_folder, "helm");
    }
}
