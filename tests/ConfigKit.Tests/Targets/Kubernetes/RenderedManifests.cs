using System.Text.Json.Nodes;

namespace ConfigKit.Tests.Targets;

/// <summary>Objects that kustomize or Helm renders, to be compared with those that the compiler writes.</summary>
internal static class RenderedManifests
{
    /// <summary>A stream of documents by kind, namespace and name.</summary>
    public static SortedDictionary<string, JsonNode> Of(string stream) =>
        Index(
            ("\n" + stream)
                .Split("\n---\n", StringSplitOptions.RemoveEmptyEntries)
                .Where(d => d.Contains("\nkind:", StringComparison.Ordinal) || d.StartsWith("kind:", StringComparison.Ordinal))
                .Select(ManifestSet.Parse)
        );

    public static SortedDictionary<string, JsonNode> Of(Compilation compilation) =>
        Index(
            new ManifestSet(compilation).Objects.Where(m => m.File.StartsWith("kubernetes/", StringComparison.Ordinal)).Select(m => m.Root)
        );

    /// <summary>Fails with the first object that differs.</summary>
    public static void AssertSame(SortedDictionary<string, JsonNode> expected, SortedDictionary<string, JsonNode> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(
            expected,
            e =>
                Assert.True(
                    JsonNode.DeepEquals(e.Value, actual[e.Key]),
                    $"{e.Key}\n{e.Value.ToJsonString()}\n{actual[e.Key].ToJsonString()}"
                )
        );
    }

    private static SortedDictionary<string, JsonNode> Index(IEnumerable<JsonObject> objects) =>
        new(
            objects.ToDictionary(
                o => $"{o.Text("kind")} {o["metadata"].Text("namespace")}/{o["metadata"].Text("name")}",
                o => Bare(o) ?? new JsonObject()
            ),
            StringComparer.Ordinal
        );

    /// <summary>What is null or empty is as good as left out.</summary>
    private static JsonNode? Bare(JsonNode? node) =>
        node switch
        {
            JsonObject o
                when new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Bare(p.Value))).Where(p => p.Value is not null))
                    is { Count: > 0 } bare => bare,
            JsonArray { Count: > 0 } a => new JsonArray([.. a.Select(Bare)]),
            JsonObject or JsonArray => null,
            _ => node?.DeepClone(),
        };
}
