using System.Globalization;

namespace ConfigKit.Generator;

/// <summary>Writes values of the model as C# expressions.</summary>
internal static class ValueWriter
{
    public static string Record(ModelType record, Json? values)
    {
        var members = record
            .Members.Select(m => (m.Identifier, m.Type, Value: values?[m.Key]))
            .Where(m => m.Value is not null)
            .Select(m => $"{m.Identifier} = {Write(m.Type, m.Value)}");
        return $"new {record.FullName} {{ {string.Join(", ", members)} }}";
    }

    public static string Write(ModelType type, Json? value) =>
        type.Kind switch
        {
            _ when value is null => $"default({type.CSharp})!",
            "record" => Record(type, value),
            "list" => value.Items.Any()
                ? $"new {type.CSharp}({string.Join(", ", value.Items.Select(i => Write(type.Item!, i)))})"
                : $"{type.CSharp}.Empty",
            "map" => $"new {type.CSharp}({string.Join(", ", value.Members.Select(m => Pair(m.Name, m.Value.Text)))})",
            "integer" or "bytes" => Whole(type, value.Text),
            "number" => value.Number.ToString("R", CultureInfo.InvariantCulture) + "D",
            "boolean" => value.Text == "true" ? "true" : "false",
            "duration" => $"global::System.TimeSpan.FromTicks({value.Text}L)",
            "uri" => $"new global::System.Uri({CodeWriter.Literal(value.Text)}, global::System.UriKind.Absolute)",
            "secret" => $"global::ConfigKit.Runtime.SecretReference.Parse({CodeWriter.Literal(value.Text)})",
            "enum" => $"{type.FullName}.{type.Words.First(w => w.Word == value.Text).Identifier}",
            _ => CodeWriter.Literal(value.Text),
        };

    private static string Pair(string key, string text) => $"({CodeWriter.Literal(key)}, {CodeWriter.Literal(text)})";

    public static string Whole(ModelType type, string digits) => type.IsLong ? digits + "L" : digits;
}
