using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Looks into generated YAML.</summary>
internal static class YamlPath
{
    public static YamlNode Parse(string text)
    {
        var bag = new DiagnosticBag(new SourceFile("generated.yaml", text));
        var root = YamlReader.Read(bag.File, bag);
        Assert.False(bag.HasErrors, string.Join("\n", bag.ToSorted().Select(d => d.Message)));
        return root ?? throw new InvalidOperationException("empty");
    }

    /// <summary>The node at a path such as <c>clusters.0.name</c>.</summary>
    public static YamlNode At(this YamlNode node, string path) =>
        path.Split('.')
            .Aggregate(
                node,
                (n, step) =>
                    n switch
                    {
                        YamlMapping m => m.Entries.FirstOrDefault(e => e.Key.Value.Replace('.', '/') == step)?.Value
                            ?? throw new InvalidOperationException($"no {step} in {string.Join(", ", m.Entries.Select(e => e.Key.Value))}"),
                        YamlSequence s => s.Items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)],
                        _ => throw new InvalidOperationException($"{step} of a scalar"),
                    }
            );

    public static string Text(this YamlNode node, string path) =>
        (node.At(path) as YamlScalar)?.Value ?? throw new InvalidOperationException($"{path} is no scalar");

    public static YamlNode[] Items(this YamlNode node, string path) =>
        node.At(path) is YamlSequence s ? [.. s.Items] : throw new InvalidOperationException($"{path} is no list");

    /// <summary>Every value of a key, at any depth.</summary>
    public static IEnumerable<YamlNode> All(this YamlNode node, string key) =>
        node switch
        {
            YamlMapping m => m.Entries.SelectMany(e => e.Key.Value == key ? [e.Value, .. e.Value.All(key)] : e.Value.All(key)),
            YamlSequence s => s.Items.SelectMany(i => i.All(key)),
            _ => [],
        };
}
