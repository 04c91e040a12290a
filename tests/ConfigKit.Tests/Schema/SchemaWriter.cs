using System.Text.Json;
using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;
using NJsonSchema;

namespace ConfigKit.Tests.Schema;

/// <summary>The JSON schema of deepseek-config.yaml, from the keys that the model declares.</summary>
internal static class SchemaWriter
{
    public static JsonSchema Build(IEnumerable<KeyInfo> keys)
    {
        var root = Section(keys);
        root.SchemaVersion = "http://json-schema.org/draft-07/schema#";
        root.Title = "deepseek-config.yaml";
        root.Description = "What to serve, on which hardware, how: the configuration of a self-hosted DeepSeek model.";
        root.PatternProperties["^x-"] = new JsonSchemaProperty { Description = "Yours: a place for anchors." };
        return root;
    }

    private static JsonSchema Section(IEnumerable<KeyInfo> keys)
    {
        var schema = new JsonSchema { Type = JsonObjectType.Object, AllowAdditionalProperties = false };
        foreach (var key in keys)
        {
            var property = Property(key);
            schema.Properties[key.Name] = property;
            if (key.IsRequired)
            {
                schema.RequiredProperties.Add(key.Name);
            }
        }

        return schema;
    }

    private static JsonSchemaProperty Property(KeyInfo key)
    {
        var property = new JsonSchemaProperty
        {
            Description = key.Default.Length > 0 ? $"{key.Description} Default: {key.Default}." : key.Description,
        };
        property.ExtensionData = new Dictionary<string, object?>
        {
            ["markdownDescription"] =
                $"{key.Description}{(key.Default.Length > 0 ? $"\n\nDefault: {key.Default}." : "")}{(key.Choices.IsEmpty ? "" : "\n\n" + string.Join("\n", key.Choices.Select(c => $"- `{c.Name}`: {c.Description}")))}",
        };
        property.Title = key.Path;
        if (key.Example.Length > 0)
        {
            property.ExtensionData["examples"] = new[] { Literal(key.Example) };
        }

        // Only a default that is a value; most are a sentence, which the description holds.
        if (key.Default.Length > 0 && !key.Default.Contains(' ', StringComparison.Ordinal) && IsOf(key, key.Default))
        {
            property.ExtensionData["default"] = Literal(key.Default);
        }

        var alternatives = Alternatives(key).ToList();
        if (alternatives.Count == 1)
        {
            Copy(alternatives[0], property);
        }
        else
        {
            alternatives.ForEach(property.AnyOf.Add);
        }

        return property;
    }

    /// <summary>A key without value is a key left out, so null is allowed everywhere.</summary>
    private static IEnumerable<JsonSchema> Alternatives(KeyInfo key)
    {
        if (key.Type == KeyType.Any)
        {
            yield return new JsonSchema { Type = JsonObjectType.Object };
            yield return new JsonSchema { Type = JsonObjectType.Null };
            yield break;
        }

        yield return Of(key, key.Type);
        if (key.Scalar is { } scalar)
        {
            yield return Of(key, scalar);
        }

        if (!key.Words.IsEmpty)
        {
            yield return Words(key.Words.Select(w => w.Word));
        }

        yield return new JsonSchema { Type = JsonObjectType.Null };
    }

    private static JsonSchema Of(KeyInfo key, KeyType type) =>
        type switch
        {
            KeyType.Integer => new JsonSchema
            {
                Type = JsonObjectType.Integer,
                Minimum = (decimal?)key.Minimum,
                Maximum = (decimal?)key.Maximum,
            },
            KeyType.Number => new JsonSchema
            {
                Type = JsonObjectType.Number,
                Minimum = (decimal?)key.Minimum,
                Maximum = (decimal?)key.Maximum,
            },
            KeyType.Boolean => new JsonSchema { Type = JsonObjectType.Boolean },
            KeyType.Choice => Choices(key),
            KeyType.List => new JsonSchema { Type = JsonObjectType.Array, Item = Of(key, key.Item ?? KeyType.Text) },
            KeyType.Section => Section(key.Children),
            KeyType.Map => Map(key),
            _ => new JsonSchema { Type = JsonObjectType.String, Pattern = key.Pattern.Length > 0 ? key.Pattern : null },
        };

    private static JsonSchema Map(KeyInfo key)
    {
        var schema = new JsonSchema { Type = JsonObjectType.Object, AllowAdditionalProperties = false };
        if (key.Item == KeyType.Section)
        {
            var item = new JsonSchemaProperty();
            item.AnyOf.Add(Section(key.Children));
            item.AnyOf.Add(new JsonSchema { Type = JsonObjectType.Null });
            schema.PatternProperties[key.Pattern] = item;
            return schema;
        }

        schema.PatternProperties[key.Pattern.Length > 0 ? key.Pattern : ".*"] = new JsonSchemaProperty
        {
            Type = JsonObjectType.String | JsonObjectType.Number | JsonObjectType.Boolean | JsonObjectType.Null,
        };
        return schema;
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
            KeyType.Text => key.Pattern.Length > 0 && System.Text.RegularExpressions.Regex.IsMatch(text, key.Pattern),
            _ => false,
        };

    /// <summary>A value as YAML writes it, as JSON has it.</summary>
    private static object? Literal(string yaml)
    {
        var bag = new DiagnosticBag(new SourceFile("value", yaml));
        return YamlReader.Read(bag.File, bag) is { } node && !bag.HasErrors
            ? Newtonsoft.Json.Linq.JToken.Parse(YamlAsJson.Write(node))
            : yaml;
    }

    private static JsonSchema Choices(KeyInfo key)
    {
        var schema = Words(key.Choices.Select(c => c.Name));
        schema.ExtensionData = new Dictionary<string, object?> { ["enumDescriptions"] = key.Choices.Select(c => c.Description).ToArray() };
        return schema;
    }

    private static JsonSchema Words(IEnumerable<string> words)
    {
        var schema = new JsonSchema { Type = JsonObjectType.String };
        foreach (var word in words)
        {
            schema.Enumeration.Add(word);
        }

        return schema;
    }

    private static void Copy(JsonSchema from, JsonSchema to)
    {
        to.Type = from.Type;
        to.Pattern = from.Pattern;
        to.Item = from.Item;
    }

    /// <summary>With sorted, stable indentation and a final line break.</summary>
    public static string Text(JsonSchema schema)
    {
        using var document = JsonDocument.Parse(schema.ToJson());
        return JsonSerializer.Serialize(
                document.RootElement,
                new JsonSerializerOptions
                {
                    WriteIndented = true,
                    IndentSize = 1,
                    NewLine = "\n",
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            ) + "\n";
    }
}
