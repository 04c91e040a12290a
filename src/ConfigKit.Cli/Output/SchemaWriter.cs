using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Cli.Output;

/// <summary>The JSON schema (draft 7) of deepseek-config.yaml, from the keys that the model declares.</summary>
internal static class SchemaWriter
{
    public static string Text(IEnumerable<KeyInfo> keys)
    {
        var options = new JsonWriterOptions
        {
            Indented = true,
            IndentSize = 1,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            json.WriteString("title", "deepseek-config.yaml");
            json.WriteString("type", "object");
            json.WriteString("description", "What to serve, on which hardware, how: the configuration of a self-hosted DeepSeek model.");
            json.WriteBoolean("additionalProperties", false);
            Properties(json, keys);
            json.WriteStartObject("patternProperties");
            json.WriteStartObject("^x-");
            json.WriteString("description", "Yours: a place for anchors.");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Properties(Utf8JsonWriter json, IEnumerable<KeyInfo> keys)
    {
        json.WriteStartObject("properties");
        foreach (var key in keys)
        {
            json.WriteStartObject(key.Name);
            Property(json, key);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Property(Utf8JsonWriter json, KeyInfo key)
    {
        var hasDefault = key.Default.Length > 0;
        json.WriteString("title", key.Path);
        json.WriteString("description", hasDefault ? $"{key.Description} Default: {key.Default}." : key.Description);
        json.WriteStartArray("anyOf");
        Alternatives(json, key);
        json.WriteEndArray();
        var choices = key.Choices.IsEmpty ? "" : "\n\n" + string.Join("\n", key.Choices.Select(c => $"- `{c.Name}`: {c.Description}"));
        json.WriteString("markdownDescription", $"{key.Description}{(hasDefault ? $"\n\nDefault: {key.Default}." : "")}{choices}");
        if (key.Example.Length > 0)
        {
            json.WriteStartArray("examples");
            Literal(json, key.Example);
            json.WriteEndArray();
        }

        // Only a default that is a value; most are a sentence, which the description holds.
        if (hasDefault && !key.Default.Contains(' ', StringComparison.Ordinal) && IsOf(key, key.Default))
        {
            json.WritePropertyName("default");
            Literal(json, key.Default);
        }
    }

    /// <summary>A key without value is a key left out, so null is allowed everywhere.</summary>
    private static void Alternatives(Utf8JsonWriter json, KeyInfo key)
    {
        Object(json, () => Of(json, key, key.Type));
        if (key.Scalar is { } scalar)
        {
            Object(json, () => Of(json, key, scalar));
        }

        if (!key.Words.IsEmpty)
        {
            Object(json, () => Words(json, "enum", key.Words.Select(w => w.Word)));
        }

        Object(json, () => json.WriteString("type", "null"));
    }

    private static void Of(Utf8JsonWriter json, KeyInfo key, KeyType type)
    {
        switch (type)
        {
            case KeyType.Integer or KeyType.Number:
                json.WriteString("type", type == KeyType.Integer ? "integer" : "number");
                Range(json, key);
                break;
            case KeyType.Boolean:
                json.WriteString("type", "boolean");
                break;
            case KeyType.Choice:
                Words(json, "enum", key.Choices.Select(c => c.Name));
                List(json, "enumDescriptions", key.Choices.Select(c => c.Description));
                break;
            case KeyType.List:
                json.WriteString("type", "array");
                json.WriteStartObject("items");
                Of(json, key, key.Item ?? KeyType.Text);
                json.WriteEndObject();
                break;
            case KeyType.Section:
                Section(json, key);
                break;
            case KeyType.Map:
                Map(json, key);
                break;
            case KeyType.Any:
                json.WriteString("type", "object");
                break;
            case KeyType.Text or KeyType.Size or KeyType.Rate or KeyType.Duration:
                json.WriteString("type", "string");
                if (key.Pattern.Length > 0)
                {
                    json.WriteString("pattern", key.Pattern);
                }

                break;
        }
    }

    private static void Section(Utf8JsonWriter json, KeyInfo key)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        if (key.Children.Any(k => k.IsRequired))
        {
            List(json, "required", key.Children.Where(k => k.IsRequired).Select(k => k.Name));
        }

        Properties(json, key.Children);
    }

    private static void Map(Utf8JsonWriter json, KeyInfo key)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("patternProperties");
        json.WriteStartObject(key.Pattern.Length > 0 ? key.Pattern : ".*");
        if (key.Item == KeyType.Section)
        {
            json.WriteStartArray("anyOf");
            Object(json, () => Section(json, key));
            Object(json, () => json.WriteString("type", "null"));
            json.WriteEndArray();
        }
        else
        {
            List(json, "type", ["boolean", "null", "number", "string"]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Range(Utf8JsonWriter json, KeyInfo key)
    {
        Number(json, "maximum", key.Maximum);
        Number(json, "minimum", key.Minimum);
    }

    /// <summary>With a decimal point, as a number that is no count.</summary>
    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(FormattableString.Invariant($"{(decimal)number:0.0##################}"));
        }
    }

    private static void Words(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteString("type", "string");
        List(json, name, words);
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static void Object(Utf8JsonWriter json, Action members)
    {
        json.WriteStartObject();
        members();
        json.WriteEndObject();
    }

    /// <summary>Whether a text is a value that the key takes.</summary>
    private static bool IsOf(KeyInfo key, string text) =>
        key.Type switch
        {
            KeyType.Integer => CoreSchema.TryParseInteger(text, out _),
            KeyType.Number => CoreSchema.TryParseNumber(text, out _),
            KeyType.Boolean => CoreSchema.IsBoolean(text),
            KeyType.Choice => key.Choices.Any(c => c.Name == text),
            KeyType.Size or KeyType.Rate or KeyType.Duration => char.IsAsciiDigit(text[0]),
            KeyType.Text => key.Pattern.Length > 0 && Regex.IsMatch(text, key.Pattern),
            KeyType.List or KeyType.Map or KeyType.Section or KeyType.Any => false,
        };

    /// <summary>A value as YAML writes it, as JSON has it.</summary>
    private static void Literal(Utf8JsonWriter json, string yaml)
    {
        var bag = new DiagnosticBag(new SourceFile("value", yaml));
        if (YamlReader.Read(bag.File, bag) is { } node && !bag.HasErrors)
        {
            YamlAsJson.Write(json, node);
        }
        else
        {
            json.WriteStringValue(yaml);
        }
    }
}
