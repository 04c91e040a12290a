using ConfigKit.Cli.Output;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;
using NJsonSchema;

namespace ConfigKit.Tests.Targets;

/// <summary>Strict schemas of Kubernetes and of custom resources, where CONFIGKIT_FACTS names a folder that has them.</summary>
internal sealed class KubernetesSchemas
{
    private readonly string _folder;

    private KubernetesSchemas(string folder) => _folder = folder;

    public static KubernetesSchemas? Find() => Facts.Find("schemas") is { } folder ? new KubernetesSchemas(folder) : null;

    /// <summary>What the schema of the manifest's kind finds.</summary>
    public IEnumerable<string> Validate(string manifest)
    {
        var bag = new DiagnosticBag(new SourceFile("manifest.yaml", manifest));
        var root = YamlReader.Read(bag.File, bag) as YamlMapping ?? throw new InvalidOperationException(string.Join("; ", bag.ToSorted()));
        var (kind, version) = (Value(root, "kind"), Value(root, "apiVersion"));
        var parts = version.Split('/');
        var group = parts.Length == 2 ? parts[0] : "";
        string[] names =
        [
            group.Length == 0 ? $"{kind}-{parts[^1]}.schema.json" : $"{kind}-{group}-{parts[^1]}.schema.json",
            $"{kind}-{group.Split('.')[0]}-{parts[^1]}.schema.json",
        ];
        var file =
            names.Select(n => Path.Combine(_folder, n.ToLowerInvariant())).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"no schema for {version} {kind}");
        return JsonSchema.FromFileAsync(file).GetAwaiter().GetResult().Validate(YamlAsJson.Write(root)).Select(e => e.ToString());
    }

    private static string Value(YamlMapping mapping, string key) =>
        mapping.Entries.Single(e => e.Key.Value == key).Value is YamlScalar scalar ? scalar.Value : "";
}

/// <summary>A test that needs the schemas; without them it counts as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SchemaTheoryAttribute : TheoryAttribute
{
    public SchemaTheoryAttribute() => Skip = Facts.Missing("schemas");
}
