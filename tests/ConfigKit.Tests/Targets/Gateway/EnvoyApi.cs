using System.Text.Json;
using ConfigKit.Syntax;

namespace ConfigKit.Tests.Targets;

/// <summary>
/// Names and types of the fields that Envoy's v3 API has (data-plane-api of January 2026; deprecated ones left out), for
/// the messages that envoy.yaml uses. Stands in for Envoy itself, which can't be installed where the tests run.
/// </summary>
internal sealed class EnvoyApi
{
    private const string TypePrefix = "type.googleapis.com/";

    private readonly Dictionary<string, Dictionary<string, string>> _messages =
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(
            File.ReadAllText(Path.Combine(Repository.Root, "tests/ConfigKit.Tests/Targets/Gateway/envoy-api.json"))
        ) ?? [];

    /// <summary>What is wrong with a value of a type, by path.</summary>
    public IEnumerable<string> Faults(YamlNode node, string type, string path = "")
    {
        if (type.StartsWith("list ", StringComparison.Ordinal))
        {
            return node is YamlSequence list
                ? list.Items.SelectMany((item, i) => Faults(item, type["list ".Length..], $"{path}[{i}]"))
                : [$"{path} is no list"];
        }

        if (type.StartsWith("map ", StringComparison.Ordinal))
        {
            return node is YamlMapping map
                ? map.Entries.SelectMany(e => Faults(e.Value, type["map ".Length..], $"{path}.{e.Key.Value}"))
                : [$"{path} is no mapping"];
        }

        return type switch
        {
            "any" => Any(node, path),
            "struct" => node is YamlMapping ? [] : [$"{path} is no mapping"],
            _ when _messages.TryGetValue(type, out var fields) => Message(node, fields, type, path),
            _ => node is YamlScalar scalar && IsScalar(scalar, type) ? [] : [$"{path} is no {type}"],
        };
    }

    private IEnumerable<string> Any(YamlNode node, string path)
    {
        var type = (node as YamlMapping)?.Entries.FirstOrDefault(e => e.Key.Value == "@type")?.Value is YamlScalar s ? s.Value : "";
        return type.StartsWith(TypePrefix, StringComparison.Ordinal) && _messages.TryGetValue(type[TypePrefix.Length..], out var fields)
            ? Message(node, fields, type, path)
            : [$"{path} has no known @type: {type}"];
    }

    private IEnumerable<string> Message(YamlNode node, Dictionary<string, string> fields, string type, string path) =>
        node is not YamlMapping mapping
            ? [$"{path} is no {type}"]
            : mapping
                .Entries.Where(e => e.Key.Value != "@type")
                .SelectMany(e =>
                    fields.TryGetValue(e.Key.Value, out var inner)
                        ? Faults(e.Value, inner, $"{path}.{e.Key.Value}")
                        : [$"{path}: {type} has no field {e.Key.Value}"]
                );

    private static bool IsScalar(YamlScalar scalar, string type) =>
        type switch
        {
            "number" => scalar.IsPlain && double.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out _),
            "bool" => scalar is { IsPlain: true, Value: "true" or "false" },
            "duration" => scalar.Value.EndsWith('s')
                && double.TryParse(scalar.Value[..^1], System.Globalization.CultureInfo.InvariantCulture, out _),
            _ when type.StartsWith("enum:", StringComparison.Ordinal) => type["enum:".Length..].Split('|').Contains(scalar.Value),
            _ => true,
        };
}
