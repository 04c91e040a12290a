using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Rendering;

namespace ConfigKit.Targets.Helm;

/// <summary>values.schema.json, by which Helm refuses other values.</summary>
internal static class HelmSchema
{
    public static string Write(IEnumerable<HelmValue> values) =>
        JsonText.Object(json =>
        {
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            Group(json, [.. values.Select(v => (v.Path, v))], isRoot: true);
        });

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
            case HelmValueKind.Names:
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
