using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Binding;
using ConfigKit.Rendering;
using ConfigKit.Syntax;
using ConfigKit.Targets;
using ConfigKit.Text;
using ConfigKit.Typing;

namespace ConfigKit.ServiceModel;

/// <summary>
/// Types and values as JSON for code generators, so that they need neither a YAML parser nor a rule: every name is
/// decided, every value has its unit taken off (bytes, ticks of 100 ns).
/// </summary>
internal static class TypedModelJson
{
    /// <param name="source">Name of the file without its folder.</param>
    /// <param name="type">The outermost record.</param>
    /// <param name="environments">The plan of the file itself (name empty) and of each overlay.</param>
    public static string Write(string source, TypedType type, ImmutableArray<(string Name, DeploymentPlan Plan)> environments) =>
        JsonText.Object(json =>
        {
            json.WriteNumber("version", 1);
            json.WriteString("source", source);
            json.WritePropertyName("type");
            Type(json, type);
            json.WriteStartArray("environments");
            foreach (var (name, plan) in environments)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("identifier", IdentifierOf(name));
                json.WriteStartObject("values");
                Members(json, type, plan.Deployment.Document);
                json.WriteStartObject("resolved");
                Resolved(json, plan);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>The name of an environment in code; a member can't be called as the type that holds it.</summary>
    public static string IdentifierOf(string environment) =>
        Identifier.Of(environment) is { } name
            ? name == "Environments"
                ? name + "_"
                : name
            : "";

    private static void Type(Utf8JsonWriter json, TypedType type)
    {
        json.WriteStartObject();
        json.WriteString("kind", type.Kind.ToString().ToLowerInvariant());
        WriteUnlessEmpty(json, "name", type.Name);
        WriteUnlessEmpty(json, "pattern", type.Pattern);
        WriteUnlessEmpty(json, "meaning", type.Meaning);
        if (type.Minimum is { } low && type.Maximum is { } high)
        {
            json.WriteNumber("minimum", low);
            json.WriteNumber("maximum", high);
        }

        if (type.Item is { } item)
        {
            json.WritePropertyName("item");
            Type(json, item);
        }

        Array(json, "specials", type.Specials, s => Special(json, s.Word, s.Value));
        Array(json, "words", type.Words, w => Word(json, w.Word, w.Identifier, w.Description));
        Array(json, "members", type.Members, m => Member(json, m));
        json.WriteEndObject();
    }

    private static void Special(Utf8JsonWriter json, string word, long value)
    {
        json.WriteString("word", word);
        json.WriteNumber("value", value);
    }

    private static void Word(Utf8JsonWriter json, string word, string identifier, string description)
    {
        json.WriteString("word", word);
        json.WriteString("identifier", identifier);
        json.WriteString("description", description);
    }

    private static void Member(Utf8JsonWriter json, TypedMember member)
    {
        json.WriteString("key", member.Key);
        json.WriteString("identifier", member.Identifier);
        WriteUnlessEmpty(json, "description", member.Description);
        WriteUnlessEmpty(json, "follows", member.Follows);
        json.WriteBoolean("optional", member.IsOptional);
        json.WritePropertyName("type");
        Type(json, member.Type);
    }

    private static void Array<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> write)
    {
        if (items.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>The members that the document holds; what is left out is left out.</summary>
    private static void Members(Utf8JsonWriter json, TypedType record, YamlMapping? mapping)
    {
        foreach (var member in record.Members)
        {
            if (mapping?.Entries.FirstOrDefault(e => e.Key.Value == member.Key) is { Value: not YamlScalar { IsNull: true } } entry)
            {
                json.WritePropertyName(member.Key);
                Value(json, member.Type, entry.Value);
            }
        }
    }

    private static void Value(Utf8JsonWriter json, TypedType type, YamlNode node)
    {
        var text = (node as YamlScalar)?.Value ?? "";
        switch (type.Kind)
        {
            case TypedKind.Record:
                json.WriteStartObject();
                if (node is YamlScalar)
                {
                    json.WriteString("name", text); // a name may stand for a section: gpu
                }

                Members(json, type, node as YamlMapping);
                json.WriteEndObject();
                break;
            case TypedKind.List:
                json.WriteStartArray();
                foreach (var item in node is YamlSequence s ? s.Items : [node])
                {
                    Value(json, type.Item!, item);
                }

                json.WriteEndArray();
                break;
            case TypedKind.Map:
                json.WriteStartObject();
                foreach (var entry in ((YamlMapping)node).Entries.OrderBy(e => e.Key.Value, StringComparer.Ordinal))
                {
                    json.WriteString(entry.Key.Value, ((YamlScalar)entry.Value).Value);
                }

                json.WriteEndObject();
                break;
            default:
                Scalar(json, type, text);
                break;
        }
    }

    private static void Scalar(Utf8JsonWriter json, TypedType type, string text)
    {
        if (type.Specials.FirstOrDefault(s => s.Word == text) is { Word: not null } special)
        {
            json.WriteNumberValue(special.Value);
            return;
        }

        switch (type.Kind)
        {
            case TypedKind.Integer when CoreSchema.TryParseInteger(text, out var integer):
                json.WriteNumberValue(integer);
                break;
            case TypedKind.Number when CoreSchema.TryParseInteger(text, out var whole):
                json.WriteNumberValue(whole);
                break;
            case TypedKind.Number when CoreSchema.TryParseNumber(text, out var number):
                json.WriteNumberValue(number);
                break;
            case TypedKind.Boolean when CoreSchema.TryParseBoolean(text, out var flag):
                json.WriteBooleanValue(flag);
                break;
            case TypedKind.Bytes
                when (type.Name == "size" ? Quantity.TryParseSize(text, out var bytes) : Quantity.TryParseRate(text, out bytes)):
                json.WriteNumberValue(bytes);
                break;
            case TypedKind.Duration when Quantity.TryParseDuration(text, out var time):
                json.WriteNumberValue(time.Ticks);
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }

    private static void Resolved(Utf8JsonWriter json, DeploymentPlan p)
    {
        var (d, s) = (p.Deployment, p.Deployment.Serving);
        json.WriteString("name", p.Name);
        json.WriteString("model", d.Model.Id);
        json.WriteString("served_model_name", p.ServedName);
        json.WriteString("engine", d.Engine.Engine.Name);
        json.WriteString("engine_version", d.Engine.VersionText);
        json.WriteString("endpoint", p.Endpoint);
        json.WriteNumber("port", p.Port);
        json.WriteString("health_path", p.HealthPath);
        json.WriteNumber("max_model_len", p.Estimate.EffectiveMaxModelLen);
        json.WriteNumber("max_num_seqs", s.MaxNumSeqs.Value);
        json.WriteNumber("max_num_batched_tokens", s.MaxNumBatchedTokens.Value);
        json.WriteNumber("kv_cache_tokens", p.Estimate.KvCacheTokens);
        json.WriteNumber("gpus", d.GpuCount);
        json.WriteNumber("replicas", p.Replicas);
        json.WriteNumber("start_timeout", p.StartupTimeout.Ticks);
        json.WriteNumber("drain_timeout", p.DrainTimeout.Ticks);
    }
}
