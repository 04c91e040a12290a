using System.Text.Json.Nodes;
using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>One object of the kubernetes target.</summary>
internal sealed record Manifest(string File, string Text, JsonObject Root)
{
    public string Kind => Root["kind"]!.GetValue<string>();

    public string ApiVersion => Root["apiVersion"]!.GetValue<string>();

    public string Name => Root["metadata"]!["name"]!.GetValue<string>();

    /// <summary>Empty for objects of the whole cluster.</summary>
    public string Namespace => Root["metadata"]!["namespace"]?.GetValue<string>() ?? "";

    public JsonObject Spec => Root["spec"]!.AsObject();

    /// <summary>The templates of its pods.</summary>
    public IEnumerable<JsonObject> PodTemplates =>
        Kind switch
        {
            "LeaderWorkerSet" =>
            [
                Spec["leaderWorkerTemplate"]!["leaderTemplate"]!.AsObject(),
                Spec["leaderWorkerTemplate"]!["workerTemplate"]!.AsObject(),
            ],
            "Deployment" or "StatefulSet" or "DaemonSet" or "Job" or "Rollout" => [Spec["template"]!.AsObject()],
            _ => [],
        };

    /// <summary>Whether the API is Kubernetes' own, which KubernetesClient models.</summary>
    public bool IsCore =>
        ApiVersion
            is "v1"
                or "apps/v1"
                or "batch/v1"
                or "autoscaling/v2"
                or "policy/v1"
                or "networking.k8s.io/v1"
                or "scheduling.k8s.io/v1"
                or "resource.k8s.io/v1";

    /// <summary>Labels of a pod template, or of a selector's matchLabels, or of a Service's selector.</summary>
    public static Dictionary<string, string> Labels(JsonNode? labels) =>
        labels?.AsObject().ToDictionary(l => l.Key, l => l.Value!.GetValue<string>(), StringComparer.Ordinal) ?? [];

    public static bool Selects(JsonNode? selector, JsonObject pod)
    {
        var labels = Labels(pod["metadata"]!["labels"]);
        return Labels(selector)
            .All(s =>
                (labels.TryGetValue(s.Key, out var value) && value == s.Value) || s.Key == "leaderworkerset.sigs.k8s.io/worker-index"
            );
    }
}

/// <summary>The objects of the kubernetes target of one configuration.</summary>
internal sealed class ManifestSet
{
    public ManifestSet(Compilation compilation)
    {
        Compilation = compilation;
        Objects = [.. compilation.Files.Where(f => IsManifest(f.Path)).Select(f => Read(f.Path, f.Content))];
    }

    public Compilation Compilation { get; }

    public IReadOnlyList<Manifest> Objects { get; }

    public IEnumerable<Manifest> Of(string kind) => Objects.Where(o => o.Kind == kind);

    /// <summary>Pod templates with the object that owns them.</summary>
    public IEnumerable<(Manifest Owner, JsonObject Pod)> Pods => Objects.SelectMany(o => o.PodTemplates.Select(p => (o, p)));

    public static bool IsManifest(string path) =>
        path.Contains("kubernetes/", StringComparison.Ordinal)
        && path.EndsWith(".yaml", StringComparison.Ordinal)
        && !path.EndsWith("kustomization.yaml", StringComparison.Ordinal);

    public static Manifest Read(string file, string text) => new(file, text, Parse(text));

    public static JsonObject Parse(string text)
    {
        var bag = new DiagnosticBag(new SourceFile("manifest.yaml", text));
        var root = YamlReader.Read(bag.File, bag);
        Assert.False(bag.HasErrors, string.Join("; ", bag.ToSorted().Select(d => d.Message)) + "\n" + text);
        return JsonNode.Parse(YamlAsJson.Write(root ?? throw new InvalidOperationException("empty")))!.AsObject();
    }
}
