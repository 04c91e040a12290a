using System.Text;
using System.Text.Json;

namespace ConfigKit.Tests.Targets;

/// <summary>Triton's model configuration as a .proto file, made from its fields where CONFIGKIT_FACTS names a folder that has them.</summary>
internal static class TritonSchema
{
    public const string File = "triton-model-config.json";

    public static string Proto()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(Facts.Find(File)!));
        var messages = document.RootElement.GetProperty("messages").EnumerateObject().ToDictionary(m => m.Name, m => m.Value.Clone());
        var proto = new StringBuilder("syntax = \"proto3\";\npackage inference;\n");
        foreach (var name in messages.Keys.Where(n => !n.Contains('.', StringComparison.Ordinal)))
        {
            Write(proto, messages, name);
        }

        return proto.ToString();
    }

    private static void Write(StringBuilder proto, Dictionary<string, JsonElement> messages, string name)
    {
        var fields = messages[name].EnumerateArray().ToList();
        var isEnumeration = fields.Count > 0 && !fields[0].TryGetProperty("type", out _);
        proto.Append(isEnumeration ? "enum " : "message ").Append(name.Split('.')[^1]).Append(" {\n");
        foreach (
            var nested in messages.Keys.Where(n =>
                n.StartsWith(name + ".", StringComparison.Ordinal) && !n[(name.Length + 1)..].Contains('.', StringComparison.Ordinal)
            )
        )
        {
            Write(proto, messages, nested);
        }

        foreach (var group in fields.GroupBy(f => isEnumeration ? null : f.GetProperty("oneof").GetString()))
        {
            proto.Append(group.Key is null ? "" : $"oneof {group.Key} {{\n");
            foreach (var field in group)
            {
                var type = isEnumeration
                    ? ""
                    : (field.GetProperty("repeated").GetBoolean() ? "repeated " : "") + field.GetProperty("type").GetString() + " ";
                proto
                    .Append(type)
                    .Append(field.GetProperty("name").GetString())
                    .Append(" = ")
                    .Append(field.GetProperty("number").GetInt32())
                    .Append(";\n");
            }

            proto.Append(group.Key is null ? "" : "}\n");
        }

        proto.Append("}\n");
    }
}

/// <summary>A test that needs Triton's fields and protoc; without them it counts as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TritonTheoryAttribute : TheoryAttribute
{
    public TritonTheoryAttribute() => Skip = Facts.Missing(TritonSchema.File) ?? Programs.Missing("protoc");
}
