using System.Text.Json.Nodes;

namespace ConfigKit.Tests.Catalog;

/// <summary>
/// Numbers of the catalogue have a source with a link: `sources` of an entry name the numbers that they state, `source` beside numbers
/// covers those of its object. Those that have none stand in unsourced.txt, which may only shrink.
/// </summary>
public sealed class SourcesTests
{
    private const string Listed = "tests/ConfigKit.Tests/Catalog/unsourced.txt";

    [Fact]
    public void Numbers_without_a_linked_source_are_those_of_the_list()
    {
        var found = CatalogFiles.Names.SelectMany(n => Unsourced(n, CatalogFiles.Text(n))).ToList();
        var listed = File.ReadAllLines(Path.Combine(Repository.Root, Listed));

        var added = found.Except(listed, StringComparer.Ordinal).ToList();
        var gone = listed.Except(found, StringComparer.Ordinal).ToList();

        Assert.True(
            added.Count == 0,
            $"these numbers have no source with a link; add one to `sources` of their entry:\n{string.Join('\n', added)}"
        );
        Assert.True(
            gone.Count == 0,
            $"these numbers have a source now, or are gone; remove their lines from {Listed}:\n{string.Join('\n', gone)}"
        );
    }

    [Fact]
    public void A_number_is_covered_by_a_source_that_names_it_or_what_it_lies_in()
    {
        const string Text = """
            {"things": [{"id": "x", "a": 1, "b": {"c": 2, "d": [3, 4]}, "e": 5, "f": {"g": 6, "source": {"text": "t", "url": "https://u"}},
              "sources": [{"text": "t", "url": "https://u", "numbers": ["a", "b.d"]}, {"text": "no link", "numbers": ["e"]}]}]}
            """;

        Assert.Equal(["x.json x b.c", "x.json x e"], Unsourced("x.json", Text));
    }

    [Fact]
    public void Sources_name_numbers_that_are_there()
    {
        foreach (var name in CatalogFiles.Names)
        {
            foreach (var (owner, source) in SourcesOf(JsonNode.Parse(CatalogFiles.Text(name))))
            {
                foreach (var path in source["numbers"]?.AsArray().Select(n => n?.ToString() ?? "") ?? [])
                {
                    Assert.True(
                        Numbers(At(owner, path), path).Any(),
                        $"catalog/{name}: \"{source["text"]}\" names {path}, which is no number"
                    );
                }
            }
        }
    }

    [Fact]
    public void Links_are_https_or_files_of_the_repository()
    {
        foreach (var name in CatalogFiles.Names)
        {
            foreach (var (_, source) in SourcesOf(JsonNode.Parse(CatalogFiles.Text(name))))
            {
                var url = source["url"]?.ToString();
                Assert.True(
                    url is null
                        || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == "https")
                        || File.Exists(Path.Combine(Repository.Root, url)),
                    $"catalog/{name}: {url}"
                );
            }
        }
    }

    private static IEnumerable<string> Unsourced(string file, string text)
    {
        var root = JsonNode.Parse(text)!.AsObject();
        if (HasLink(root["source"]))
        {
            yield break;
        }

        // A file of one engine is one entry; the others are lists.
        IEnumerable<JsonNode?> entries = root["engine"] is null ? root.Select(p => p.Value).OfType<JsonArray>().SelectMany(l => l) : [root];
        foreach (var entry in entries.OfType<JsonObject>())
        {
            var covered = Covered(entry, "").ToHashSet(StringComparer.Ordinal);
            foreach (var path in Numbers(entry, "").Where(p => !covered.Any(c => IsWithin(p, c))))
            {
                yield return $"{file} {CatalogFiles.NameOf(entry)} {path}";
            }
        }
    }

    private static bool HasLink(JsonNode? source) => source is JsonObject && source["url"] is not null;

    private static bool IsWithin(string path, string covered) =>
        path == covered
        || path.StartsWith(covered + ".", StringComparison.Ordinal)
        || path.StartsWith(covered + "[", StringComparison.Ordinal);

    /// <summary>Paths of what has a source with a link.</summary>
    private static IEnumerable<string> Covered(JsonObject node, string path)
    {
        if (path.Length > 0 && HasLink(node["source"]))
        {
            yield return path;
        }

        foreach (var source in (node["sources"] as JsonArray ?? []).OfType<JsonObject>().Where(HasLink))
        {
            foreach (var number in source["numbers"]?.AsArray() ?? [])
            {
                yield return Join(path, number?.ToString() ?? "");
            }
        }

        foreach (var (name, value) in node)
        {
            foreach (var inner in value is JsonObject child ? Covered(child, Join(path, name)) : [])
            {
                yield return inner;
            }
        }
    }

    /// <summary>Paths of numbers; a list of numbers is one.</summary>
    private static IEnumerable<string> Numbers(JsonNode? node, string path) =>
        node switch
        {
            JsonObject o => o.Where(p => p.Key is not ("source" or "sources")).SelectMany(p => Numbers(p.Value, Join(path, p.Key))),
            JsonArray a when a.Any(IsNumber) => [path],
            JsonArray a => a.SelectMany((n, i) => Numbers(n, $"{path}[{i}]")),
            _ => IsNumber(node) ? [path] : [],
        };

    private static bool IsNumber(JsonNode? node) => node?.GetValueKind() == System.Text.Json.JsonValueKind.Number;

    private static JsonNode? At(JsonNode owner, string path) =>
        path.Split('.').Aggregate((JsonNode?)owner, (node, name) => (node as JsonObject)?[name]);

    private static IEnumerable<(JsonObject Owner, JsonObject Source)> SourcesOf(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            return list.SelectMany(SourcesOf);
        }

        if (node is not JsonObject o)
        {
            return [];
        }

        var own = (o["sources"] as JsonArray ?? []).Append(o["source"]).OfType<JsonObject>().Select(s => (o, s));
        return own.Concat(o.Where(p => p.Key is not ("source" or "sources")).SelectMany(p => SourcesOf(p.Value)));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
