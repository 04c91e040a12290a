using System.Globalization;

namespace ConfigKit.Generator;

/// <summary>Writes what reads a record from a configuration, and what checks it; no reflection anywhere.</summary>
internal static class BindWriter
{
    private const string Reader = "global::ConfigKit.Runtime.ConfigReader";
    private const string Check = "global::ConfigKit.Runtime.ConfigCheck";
    private const string Invariant = "global::System.Globalization.CultureInfo.InvariantCulture";

    public static void Write(CodeWriter writer, ModelType record, bool isRoot)
    {
        writer.Open($"internal static {record.FullName} Bind({Reader} reader, {record.FullName} fallback)");
        writer.Line($"var bound = new {record.FullName}");
        writer.Line("{");
        foreach (var member in record.Members)
        {
            writer.Line($"    {member.Identifier} = {Read(member)},");
        }

        writer.Line("};");
        if (isRoot)
        {
            writer.Line("reader.Allow(\"runtime_types\");");
            writer.Line("reader.Allow(\"environments\");");
            writer.Line("reader.ReportUnknown();");
            WriteFollowing(writer, record);
        }
        else if (record.Name == "ResolvedSection")
        {
            writer.Line("reader.AllowUnknown();");
        }

        writer.Line("return bound;");
        writer.Close();
        writer.Line();
        WriteCheck(writer, record);
    }

    private static string Read(ModelMember member)
    {
        var (type, key, fallback) = (member.Type, CodeWriter.Literal(member.Key), "fallback." + member.Identifier);
        return type.Kind switch
        {
            "record" when member.IsOptional =>
                $"reader.OptionalSection<{type.FullName}>({key}, {type.FullName}.Bind, {fallback}, new {type.FullName}())",
            "record" => $"reader.Section<{type.FullName}>({key}, {type.FullName}.Bind, {fallback})",
            "list" when member.IsOptional =>
                $"reader.List<{type.Item!.CSharp}>({key}, {fallback} ?? {type.CSharp}.Empty, {Item(type.Item)})",
            "list" => $"reader.List<{type.Item!.CSharp}>({key}, {fallback}, {Item(type.Item)})",
            "map" => $"reader.Map({key}, {fallback})",
            _ => Scalar("reader", key, fallback, type) + (member.IsOptional ? "" : $" ?? {fallback}"),
        };
    }

    private static string Scalar(string reader, string key, string fallback, ModelType type) =>
        type.Kind switch
        {
            "integer" when type.IsLong => $"{reader}.Long({key}, {fallback})",
            "integer" => $"{reader}.Integer({key}, {fallback}{Specials(type)})",
            "bytes" when type.Name == "rate" => $"{reader}.Rate({key}, {fallback})",
            "bytes" => $"{reader}.Size({key}, {fallback}{Specials(type)})",
            "number" => $"{reader}.Number({key}, {fallback})",
            "boolean" => $"{reader}.Boolean({key}, {fallback})",
            "duration" => $"{reader}.Duration({key}, {fallback})",
            "uri" => $"{reader}.Uri({key}, {fallback})",
            "secret" => $"{reader}.Secret({key}, {fallback})",
            "enum" => $"{reader}.Choice<{type.FullName}>({key}, {fallback}, {Words(type)})",
            _ => $"{reader}.Text({key}, {fallback})",
        };

    private static string Words(ModelType type) =>
        string.Join(", ", type.Words.Select(w => $"({CodeWriter.Literal(w.Word)}, {type.FullName}.{w.Identifier})"));

    private static string Specials(ModelType type) =>
        string.Concat(type.Specials.Select(s => $", ({CodeWriter.Literal(s.Word)}, {s.Value}L)"));

    /// <summary>A function that reads one item of a list.</summary>
    private static string Item(ModelType item) =>
        item.Kind switch
        {
            "record" => $"static (list, name) => (true, list.Section<{item.FullName}>(name, {item.FullName}.Bind, new {item.FullName}()))",
            "list" => $"static (list, name) => (true, list.List<{item.Item!.CSharp}>(name, {item.CSharp}.Empty, {Item(item.Item)}))",
            _ => $"static (list, name) => {Scalar("list", "name", "null", item)} is {{ }} value "
                + $"? (true, value) : (false, default({item.CSharp})!)",
        };

    /// <summary>Values that the compiler decided follow the keys that decide them, when a program is started with other ones.</summary>
    private static void WriteFollowing(CodeWriter writer, ModelType root)
    {
        if (root.Members.Find(m => m.Key == "resolved") is not { } resolved)
        {
            return;
        }

        var lines = new List<string>();
        foreach (var member in resolved.Type.Members.Where(m => m.Follows.Length > 0))
        {
            var parts = member.Follows.Split('.');
            var section = root.Members.Find(m => m.Key == parts[0])!;
            var key = section.Type.Members.Find(m => m.Key == parts[1])!;
            var specials = string.Concat(key.Type.Specials.Select(s => $" && value{member.Identifier} != {s.Value}"));
            lines.Add(
                $"    {member.Identifier} = bound.{section.Identifier}.{key.Identifier} is {{ }} value{member.Identifier}{specials} "
                    + $"? value{member.Identifier} : bound.Resolved.{member.Identifier},"
            );
        }

        writer.Line("bound = bound with { Resolved = bound.Resolved with");
        writer.Line("{");
        lines.ForEach(writer.Line);
        writer.Line("} };");
    }

    private static void WriteCheck(CodeWriter writer, ModelType record)
    {
        writer.Open($"internal static void Check({Check} check, string path, {record.FullName} value)");
        foreach (var member in record.Members)
        {
            var (value, path) = ("value." + member.Identifier, $"path + {CodeWriter.Literal(member.Key)}");
            switch (member.Type.Kind)
            {
                case "record":
                    writer.Line(
                        $"if ({value} is {{ }} {Local(member)}) {member.Type.FullName}.Check(check, {path} + \".\", {Local(member)});"
                    );
                    break;
                case "list" when member.Type.Item!.Kind == "record":
                    var place = $"{path} + \".\" + i.ToString({Invariant}) + \".\"";
                    writer.Line(
                        $"if ({value} is {{ }} {Local(member)}) for (var i = 0; i < {Local(member)}.Count; i++) "
                            + $"{member.Type.Item.FullName}.Check(check, {place}, {Local(member)}[i]);"
                    );
                    break;
                case "integer"
                or "number"
                or "bytes" when member.Type.Minimum is { } low && member.Type.Maximum is { } high && high < long.MaxValue:
                    var special = member.Type.Specials.Count > 0 ? $", {member.Type.Specials[0].Value}D" : "";
                    writer.Line($"check.Range({path}, {value}, {Number(low)}, {Number(high)}{special});");
                    break;
                case "text" when member.Type.Pattern.Length > 0:
                    var (pattern, meaning) = (CodeWriter.Literal(member.Type.Pattern), CodeWriter.Literal(member.Type.Meaning));
                    writer.Line($"check.Pattern({path}, {value}, {pattern}, {meaning});");
                    break;
                case "uri" or "secret" when !member.IsOptional:
                    writer.Line($"check.Present({path}, {value});");
                    break;
            }
        }

        writer.Close();
        writer.Line();
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "D";

    private static string Local(ModelMember member) => "of" + member.Identifier;
}
