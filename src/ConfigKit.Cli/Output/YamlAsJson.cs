using System.Text;
using System.Text.Json;
using ConfigKit.Binding;
using ConfigKit.Syntax;

namespace ConfigKit.Cli.Output;

/// <summary>A YAML document as JSON, typed by the core schema.</summary>
internal static class YamlAsJson
{
    public static string Write(YamlNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, node);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                json.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key.Value);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case YamlSequence sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case YamlScalar { IsNull: true }:
                json.WriteNullValue();
                break;
            case YamlScalar { IsPlain: true } s when CoreSchema.TryParseInteger(s.Value, out var integer):
                json.WriteNumberValue(integer);
                break;
            case YamlScalar { IsPlain: true } s when CoreSchema.TryParseNumber(s.Value, out var number):
                json.WriteNumberValue(number);
                break;
            case YamlScalar { IsPlain: true } s when CoreSchema.TryParseBoolean(s.Value, out var flag):
                json.WriteBooleanValue(flag);
                break;
            case YamlScalar s:
                json.WriteStringValue(s.Value);
                break;
        }
    }
}
