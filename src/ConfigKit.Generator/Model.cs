using System.Globalization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ConfigKit.Generator;

/// <summary>A value of the JSON model. .NET Standard 2.0 reads JSON as XML elements; this is the only place that knows.</summary>
internal sealed class Json(XElement element)
{
    public static Json Parse(string text)
    {
        using var reader = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(text), XmlDictionaryReaderQuotas.Max);
        return new Json(XElement.Load(reader));
    }

    public string Text => element.Value;

    public bool Flag => element.Value == "true";

    public double Number => double.Parse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    public IEnumerable<Json> Items => element.Elements().Select(e => new Json(e));

    /// <summary>Members by name; a name that is no XML name stands in an attribute.</summary>
    public IEnumerable<(string Name, Json Value)> Members =>
        element.Elements().Select(e => (e.Name.NamespaceName == "item" ? e.Attribute("item")?.Value ?? "" : e.Name.LocalName, new Json(e)));

    public Json? this[string name] => Members.Where(m => m.Name == name).Select(m => m.Value).FirstOrDefault();

    public string TextOf(string name) => this[name]?.Text ?? "";

    public IEnumerable<Json> ItemsOf(string name) => this[name]?.Items ?? [];
}

/// <summary>The type of a value as the compiler decided it.</summary>
internal sealed class ModelType
{
    public ModelType(Json json, string scope)
    {
        Kind = json.TextOf("kind");
        Name = json.TextOf("name");
        FullName = Kind is "record" or "enum" ? scope + "." + Name : "";
        Pattern = json.TextOf("pattern");
        Meaning = json.TextOf("meaning");
        Minimum = json["minimum"]?.Number;
        Maximum = json["maximum"]?.Number;
        Item = json["item"] is { } item ? new ModelType(item, scope) : null;
        Specials = [.. json.ItemsOf("specials").Select(s => (s.TextOf("word"), s.TextOf("value")))];
        Words = [.. json.ItemsOf("words").Select(w => (w.TextOf("word"), w.TextOf("identifier"), w.TextOf("description")))];
        Members = [.. json.ItemsOf("members").Select(m => new ModelMember(m, FullName))];
    }

    private ModelType(ModelType root, Json json, string fullName)
    {
        (Kind, Name, FullName, Pattern, Meaning, Specials, Words) = (
            root.Kind,
            fullName.Substring(fullName.LastIndexOf('.') + 1),
            fullName,
            "",
            "",
            [],
            []
        );
        Members = [.. json.ItemsOf("members").Select(m => new ModelMember(m, fullName))];
    }

    /// <summary>The outermost record, under the name that the project gives it.</summary>
    public static ModelType Root(Json json, string fullName) => new(new ModelType(json, ""), json, fullName);

    public string Kind { get; }
    public string Name { get; }

    /// <summary>Of records and enums: the qualified name.</summary>
    public string FullName { get; }

    public string Pattern { get; }
    public string Meaning { get; }
    public double? Minimum { get; }
    public double? Maximum { get; }
    public ModelType? Item { get; }
    public List<(string Word, string Value)> Specials { get; }
    public List<(string Word, string Identifier, string Description)> Words { get; }
    public List<ModelMember> Members { get; } = [];

    public bool IsLong => Kind == "bytes" || (Kind == "integer" && Maximum > int.MaxValue);

    public bool IsValueType => Kind is "integer" or "number" or "boolean" or "bytes" or "duration" or "enum";

    /// <summary>The type in C#, without <c>?</c>.</summary>
    public string CSharp =>
        Kind switch
        {
            "integer" => IsLong ? "long" : "int",
            "bytes" => "long",
            "number" => "double",
            "boolean" => "bool",
            "duration" => "global::System.TimeSpan",
            "uri" => "global::System.Uri",
            "secret" => "global::ConfigKit.Runtime.SecretReference",
            "list" => $"global::ConfigKit.Runtime.ValueList<{Item!.CSharp}>",
            "map" => "global::ConfigKit.Runtime.ValueMap",
            "record" or "enum" => FullName,
            _ => "string",
        };
}

/// <summary>One member of a record.</summary>
internal sealed class ModelMember(Json json, string scope)
{
    public string Key { get; } = json.TextOf("key");
    public string Identifier { get; } = json.TextOf("identifier");
    public string Description { get; } = json.TextOf("description");
    public string Follows { get; } = json.TextOf("follows");
    public bool IsOptional { get; } = json["optional"]?.Flag == true;
    public ModelType Type { get; } = new(json["type"] ?? json, scope);

    public string CSharp => IsOptional ? Type.CSharp + "?" : Type.CSharp;
}
