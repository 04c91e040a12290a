namespace ConfigKit.Generator;

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
