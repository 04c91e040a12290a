using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Helm;

/// <summary>The shape of a value of the chart.</summary>
internal enum HelmValueKind
{
    Text,
    OptionalText,
    Count,
    Labels,
    Names,
}

/// <summary>A value that the chart's user may set.</summary>
/// <param name="Path">Its path in values.yaml, at most two names.</param>
/// <param name="Default">What the manifests say: a text, a number, a list or labels.</param>
/// <param name="Description">For values.yaml and its schema.</param>
internal sealed record HelmValue(string Path, HelmValueKind Kind, object? Default, string Description)
{
    /// <summary>How a template of the chart writes it. JSON is YAML: nothing in a value can end its place.</summary>
    public string Expression => Kind == HelmValueKind.Count ? $"{{{{ int64 .Values.{Path} }}}}" : $"{{{{ toJson .Values.{Path} }}}}";
}

/// <summary>The values of the chart, where its templates take them, and what is allowed for each.</summary>
internal static class HelmValues
{
    /// <summary>Puts values in the view where the manifests have constants, and lists them.</summary>
    public static ImmutableArray<HelmValue> Take(ScriptObject view, DeploymentPlan p)
    {
        var values = new List<HelmValue>();
        var kubernetes = view.Part("kubernetes");
        var labels = p.Cluster.NodeSelector.ToImmutableSortedDictionary(l => l.Key, string? (l) => l.Value, StringComparer.Ordinal);
        Put(kubernetes, "namespace", "namespace", HelmValueKind.Text, "Namespace of the engine's objects.");
        if (view.Part("download").TryGetValue("image", out var image) && image is string same && same == p.Image)
        {
            view.Part("download")["image"] = Put(view, "image", "image", HelmValueKind.Text, "Image of the engine, with tag or digest.");
        }
        else
        {
            Put(view, "image", "image", HelmValueKind.Text, "Image of the engine, with tag or digest.");
        }

        if (p.Kubernetes.Scaling is not null)
        {
            Put(view.Part("scaling"), "min", "autoscaling.minReplicas", HelmValueKind.Count, "Fewest replicas.");
            Put(view.Part("scaling"), "max", "autoscaling.maxReplicas", HelmValueKind.Count, "Most replicas.");
        }
        else
        {
            Put(kubernetes, "replicas", "replicas", HelmValueKind.Count, "Replicas of the whole deployment.");
        }

        Put(kubernetes, "cpu", "resources.cpu", HelmValueKind.Count, "CPU request of a pod, in cores.");
        Put(kubernetes, "memory", "resources.memory", HelmValueKind.Text, "Memory request and limit of a pod.");
        kubernetes["node_selector_map"] = new HelmValue("nodeSelector", HelmValueKind.Labels, labels, "Labels that the nodes need.");
        values.Add((HelmValue)kubernetes["node_selector_map"]!);
        Put(kubernetes, "service_port", "service.port", HelmValueKind.Count, "Port of the Service.");
        if (p.Deployment.Config.Kubernetes.Storage is { ExistingClaim: null, Kind: not Model.ModelStore.HostPath } storage)
        {
            kubernetes["storage_class"] = storage.Class;
            kubernetes["has_storage_class"] = true;
            Put(
                kubernetes,
                "storage_class",
                "storage.class",
                HelmValueKind.OptionalText,
                "StorageClass of the claim; null: the cluster's default."
            );
            Put(kubernetes, "claim_size", "storage.size", HelmValueKind.Text, "Size of the claim.");
        }

        if (p.Kubernetes.Route is { } route)
        {
            var name = new HelmValue(
                "hostnames",
                HelmValueKind.Names,
                route.Hostnames,
                "Host names of the route; empty: those of the listener."
            );
            view.Part("route")["hostnames"] = name;
            view.Part("route")["has_hostnames"] = true;
            values.Add(name);
        }

        if (p.Kubernetes.Limits is not null)
        {
            Put(view.Part("limits"), "gpus", "quota.gpus", HelmValueKind.Count, "GPUs of all pods together, with those of an update.");
            Put(view.Part("limits"), "cpu", "quota.cpu", HelmValueKind.Count, "CPU requests of all pods together.");
            Put(view.Part("limits"), "memory", "quota.memory", HelmValueKind.Text, "Memory of all pods together.");
        }

        return [.. values.OrderBy(v => v.Path, StringComparer.Ordinal)];

        HelmValue Put(ScriptObject part, string member, string path, HelmValueKind kind, string description)
        {
            var value = new HelmValue(path, kind, part[member], description);
            part[member] = value;
            values.Add(value);
            return value;
        }
    }

    /// <summary>The view of values.yaml: groups in order of name, each with its values.</summary>
    public static ScriptArray View(IEnumerable<HelmValue> values) =>
        [
            .. values
                .GroupBy(v => v.Path.Split('.')[0], StringComparer.Ordinal)
                .Select(g => new ScriptObject
                {
                    ["name"] = g.Key,
                    ["is_group"] = g.First().Path.Contains('.', StringComparison.Ordinal),
                    ["values"] = new ScriptArray(
                        g.Select(v => new ScriptObject
                        {
                            ["name"] = v.Path.Split('.')[^1],
                            ["comment"] = new Comment(v.Description),
                            ["is_labels"] = v.Default is ImmutableSortedDictionary<string, string?> { IsEmpty: false },
                            ["is_no_labels"] = v.Default is ImmutableSortedDictionary<string, string?> { IsEmpty: true },
                            ["labels"] = new ScriptArray(
                                (
                                    v.Default as ImmutableSortedDictionary<string, string?>
                                    ?? ImmutableSortedDictionary<string, string?>.Empty
                                ).Select(l => new ScriptObject { ["key"] = l.Key, ["value"] = l.Value })
                            ),
                            ["value"] =
                                v.Default is ImmutableArray<string> names ? new ScriptArray(names)
                                : v.Default is ImmutableSortedDictionary<string, string?> ? null
                                : v.Default,
                        })
                    ),
                }),
        ];

    /// <summary>values.schema.json, by which Helm refuses other values.</summary>
    public static string Schema(IEnumerable<HelmValue> values)
    {
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = JavaScriptEncoder.Default,
                }
            )
        )
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            Group(json, [.. values.Select(v => (v.Path, v))], isRoot: true);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Group(Utf8JsonWriter json, ImmutableArray<(string Path, HelmValue Value)> values, bool isRoot)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartArray("required");
        var groups = values.GroupBy(v => v.Path.Split('.')[0], StringComparer.Ordinal).ToList();
        groups.ForEach(g => json.WriteStringValue(g.Key));
        json.WriteEndArray();
        json.WriteStartObject("properties");
        foreach (var group in groups)
        {
            json.WriteStartObject(group.Key);
            if (group.First().Path.Contains('.', StringComparison.Ordinal))
            {
                Group(json, [.. group.Select(v => (v.Path[(group.Key.Length + 1)..], v.Value))], isRoot: false);
            }
            else
            {
                Value(json, group.First().Value);
            }

            json.WriteEndObject();
        }

        if (isRoot)
        {
            json.WriteStartObject("global");
            json.WriteString("type", "object");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, HelmValue value)
    {
        json.WriteString("description", value.Description);
        switch (value.Kind)
        {
            case HelmValueKind.Count:
                json.WriteString("type", "integer");
                json.WriteNumber("minimum", 1);
                break;
            case HelmValueKind.OptionalText:
                json.WriteStartArray("type");
                json.WriteStringValue("string");
                json.WriteStringValue("null");
                json.WriteEndArray();
                break;
            case HelmValueKind.Text:
                json.WriteString("type", "string");
                json.WriteNumber("minLength", 1);
                break;
            case HelmValueKind.Labels:
                json.WriteString("type", "object");
                Items(json, "additionalProperties");
                break;
            default:
                json.WriteString("type", "array");
                Items(json, "items");
                break;
        }
    }

    private static void Items(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "string");
        json.WriteEndObject();
    }
}
