using System.Text.Json.Nodes;
using ConfigKit.Tests.Targets;

namespace ConfigKit.Tests.Targets;

/// <summary>One check of a linter: its id, and the objects that fail it.</summary>
internal sealed record LintCheck(string Id, Func<ManifestSet, IEnumerable<Manifest>> Failing)
{
    public static LintCheck Containers(string id, Func<LintContainer, bool> passes) =>
        new(id, s => LintContainer.All(s).Where(c => !passes(c)).Select(c => c.Owner));

    public static LintCheck Pods(string id, Func<LintPod, bool> passes) =>
        new(id, s => LintPod.All(s).Where(p => !passes(p)).Select(p => p.Owner));

    public static LintCheck Objects(string id, string kind, Func<ManifestSet, Manifest, bool> passes) =>
        new(id, s => s.Of(kind).Where(m => !passes(s, m)));

    /// <summary>Nothing of the kind is written.</summary>
    public static LintCheck Absent(string id, params string[] kinds) => new(id, s => s.Objects.Where(m => kinds.Contains(m.Kind)));
}

/// <summary>A pod as linters see it.</summary>
internal sealed record LintPod(ManifestSet Set, Manifest Owner, JsonObject Template)
{
    public JsonObject Spec => Template["spec"]!.AsObject();

    public bool IsJob => Owner.Kind == "Job";

    public bool IsDaemon => Owner.Kind == "DaemonSet";

    /// <summary>The second kind of a LeaderWorkerSet has no server, and no linter knows it.</summary>
    public bool IsServing => Spec.Items("containers").Any(c => c["ports"] is not null);

    public bool IsTargeted =>
        IsServing && Set.Of("Service").Any(s => s.Namespace == Owner.Namespace && Manifest.Selects(s.Spec["selector"], Template));

    /// <summary>Null where an autoscaler states them.</summary>
    public int? Replicas => Owner.Spec["replicas"]?.GetValue<int>();

    public bool MayBeSeveral => !IsDaemon && !IsJob && Replicas is null or > 1;

    public bool IsScaledByHpa => Set.Of("HorizontalPodAutoscaler").Any(h => h.Spec["scaleTargetRef"].Text("name") == Owner.Name);

    public bool HasBudget =>
        Set.Of("PodDisruptionBudget")
            .Any(b => b.Namespace == Owner.Namespace && Manifest.Selects(b.Spec.At("selector", "matchLabels"), Template));

    public bool HasAntiAffinity =>
        Spec.At("affinity", "podAntiAffinity") is { } a
        && a.Items("requiredDuringSchedulingIgnoredDuringExecution")
            .Concat(a.Items("preferredDuringSchedulingIgnoredDuringExecution").Select(p => p["podAffinityTerm"]!))
            .Any(t =>
                t.Text("topologyKey") == "kubernetes.io/hostname" && Manifest.Selects(t.At("labelSelector", "matchLabels"), Template)
            );

    public bool HasPolicies =>
        ((string[])["Ingress", "Egress"]).All(type =>
            Set.Of("NetworkPolicy")
                .Any(n =>
                    n.Namespace == Owner.Namespace
                    && n.Spec.Items("policyTypes").Any(t => t.GetValue<string>() == type)
                    && Manifest.Selects(n.Spec.At("podSelector", "matchLabels"), Template)
                )
        );

    public IEnumerable<string> HostPaths => Spec.Items("volumes").Select(v => v["hostPath"].Text("path")).Where(p => p.Length > 0);

    public bool Security(Func<JsonNode?, bool> passes) => passes(Spec["securityContext"]);

    public static IEnumerable<LintPod> All(ManifestSet set) => set.Pods.Select(p => new LintPod(set, p.Owner, p.Pod));
}

/// <summary>A container, init containers among them, as linters see it.</summary>
internal sealed record LintContainer(LintPod Pod, JsonObject Container, bool IsInit)
{
    // Trusted by trivy unless told otherwise.
    private static readonly string[] Registries = ["azurecr.io", "gcr.io", "amazonaws.com"];

    public Manifest Owner => Pod.Owner;

    public string Image => Container.Text("image");

    public bool IsTagged =>
        Image.Contains("@sha256:", StringComparison.Ordinal)
        || (Image[(Image.LastIndexOf('/') + 1)..].Split(':') is [_, var tag] && tag != "latest");

    public bool IsOfTrustedRegistry =>
        Registries.Any(r => Image.Split('/')[0] is var host && (host == r || host.EndsWith("." + r, StringComparison.Ordinal)));

    public bool IsPrivileged => Container.At("securityContext", "privileged")?.GetValue<bool>() == true;

    public bool DropsAll => Drops.Contains("ALL");

    public IEnumerable<string> Drops => Container.At("securityContext", "capabilities").Items("drop").Select(c => c.GetValue<string>());

    public IEnumerable<string> Adds => Container.At("securityContext", "capabilities").Items("add").Select(c => c.GetValue<string>());

    public string SeccompType => Security("seccompProfile").Text("type");

    public long User => Number("runAsUser");

    public long Group => Number("runAsGroup");

    /// <summary>Of the container, else of its pod.</summary>
    public JsonNode? Security(string key) => Container.At("securityContext", key) ?? Pod.Spec.At("securityContext", key);

    public bool Is(string key) => Security(key)?.GetValue<bool>() == true;

    public bool Has(string kind, string resource) => Container.At("resources", kind, resource) is not null;

    /// <summary>A probe, if there is one, asks a port that is there.</summary>
    public bool IsProbePortThere(string probe) =>
        Container[probe] is not { } p
        || Container
            .Items("ports")
            .Any(port =>
                port.Text("name") == p.At("httpGet", "port").Text() || port["containerPort"]!.ToString() == p.At("httpGet", "port").Text()
            );

    public IEnumerable<string> EnvironmentNames => Container.Items("env").Select(e => e.Text("name"));

    private long Number(string key) => Security(key)?.GetValue<long>() ?? -1;

    public static IEnumerable<LintContainer> All(ManifestSet set) =>
        LintPod
            .All(set)
            .SelectMany(p =>
                p.Spec.Items("containers")
                    .Select(c => new LintContainer(p, c.AsObject(), false))
                    .Concat(p.Spec.Items("initContainers").Select(c => new LintContainer(p, c.AsObject(), true)))
            );
}

internal static class LintJson
{
    public static JsonNode? At(this JsonNode? node, params string[] path) => path.Aggregate(node, (n, key) => n?[key]);

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string key) => (node?[key]?.AsArray() ?? []).OfType<JsonNode>();

    public static string Text(this JsonNode? node, string key) => node?[key].Text() ?? "";

    public static string Text(this JsonNode? node) => node?.ToString() ?? "";
}
