namespace ConfigKit.Generator;

/// <summary>Writes the records and enums of a model, the values of the file, and the registration.</summary>
internal sealed class TypeWriter(CodeWriter writer, ModelText model, Json json)
{
    private const string GeneratedCode =
        "[global::System.CodeDom.Compiler.GeneratedCode(\"ConfigKit.Generator\", \"" + Source.Version + "\")]";

    public void Write(ModelType root)
    {
        var source = json.TextOf("source");
        writer.Summary($"The configuration {source}.");
        writer.Line(GeneratedCode);
        writer.Open($"public sealed partial record {root.Name}");
        WriteInstances(root, source);
        WriteMembers(root);
        BindWriter.Write(writer, root, isRoot: true);
        writer.Close();
        writer.Line();
        ServicesWriter.Write(writer, root, model);
    }

    private void WriteInstances(ModelType root, string source)
    {
        var environments = json.ItemsOf("environments")
            .Select(e => (Name: e.TextOf("name"), Identifier: e.TextOf("identifier"), Values: e["values"]))
            .ToList();
        writer.Summary("Section of the configuration that overrides values, such as DeepSeek__Serving__MaxModelLen in the environment.");
        writer.Line($"public const string SectionName = {CodeWriter.Literal(model.Section)};");
        writer.Line();
        foreach (var (name, _, values) in environments.Where(e => e.Name.Length == 0))
        {
            writer.Summary($"The values of {source}.");
            writer.Line($"public static {root.FullName} Default {{ get; }} = {ValueWriter.Record(root, values)};");
            writer.Line();
            WriteConstants(root, values);
        }

        writer.Summary("The values of each overlay.");
        writer.Open("public static class Environments");
        foreach (var (name, identifier, values) in environments.Where(e => e.Name.Length > 0))
        {
            writer.Summary($"The values of {source} with those of the overlay {name} over them.");
            writer.Line($"public static {root.FullName} {identifier} {{ get; }} = {ValueWriter.Record(root, values)};");
        }

        writer.Close();
        writer.Line();
        writer.Summary("The values of the overlay of an environment; of the file alone when it has none.");
        writer.Line("/// <param name=\"name\">Name of the environment, in any case.</param>");
        writer.Line("/// <returns>The values.</returns>");
        writer.Open($"public static {root.FullName} ForEnvironment(string? name)");
        foreach (var (name, identifier, _) in environments.Where(e => e.Name.Length > 0))
        {
            var isMeant = $"string.Equals(name, {CodeWriter.Literal(name)}, global::System.StringComparison.OrdinalIgnoreCase)";
            writer.Line($"if ({isMeant}) return Environments.{identifier};");
        }

        writer.Line("return Default;");
        writer.Close();
        writer.Line();
    }

    /// <summary>What the compiler decided, as constants where C# has them: for attributes and switch labels.</summary>
    private void WriteConstants(ModelType root, Json? values)
    {
        if (root.Members.Find(m => m.Key == "resolved") is not { } resolved || values?["resolved"] is not { } decided)
        {
            return;
        }

        writer.Summary("What the compiler decided for the file itself, as constants.");
        writer.Open("public static class Constants");
        foreach (var member in resolved.Type.Members)
        {
            var modifier = member.Type.Kind is "integer" or "text" ? "const" : "static readonly";
            var value = ValueWriter.Write(member.Type, decided[member.Key]);
            writer.Summary(member.Description);
            writer.Line($"public {modifier} {member.Type.CSharp} {member.Identifier} = {value};");
        }

        writer.Close();
        writer.Line();
    }

    private void WriteMembers(ModelType record)
    {
        foreach (var member in record.Members)
        {
            var initial = member.IsOptional
                ? ""
                : member.Type.Kind switch
                {
                    "record" => $" = new {member.Type.FullName}();",
                    "list" or "map" => $" = {member.Type.CSharp}.Empty;",
                    "text" => " = \"\";",
                    "uri" or "secret" => " = null!;", // the validator asks for it
                    _ => "",
                };
            writer.Summary(member.Description.Length > 0 ? member.Description : $"The value of {member.Key}.");
            writer.Line($"public {member.CSharp} {member.Identifier} {{ get; init; }}{initial}");
            writer.Line();
        }

        foreach (var type in record.Members.Select(m => m.Type.Kind == "list" ? Innermost(m.Type) : m.Type))
        {
            WriteNested(type);
        }
    }

    private static ModelType Innermost(ModelType list) => list.Item!.Kind == "list" ? Innermost(list.Item) : list.Item;

    private void WriteNested(ModelType type)
    {
        if (type.Kind == "record")
        {
            writer.Summary($"The section {type.Name}.");
            writer.Line(GeneratedCode);
            writer.Open($"public sealed partial record {type.Name}");
            WriteMembers(type);
            BindWriter.Write(writer, type, isRoot: false);
            writer.Close();
            writer.Line();
        }
        else if (type.Kind == "enum")
        {
            writer.Summary($"The closed set {type.Name}.");
            writer.Line(GeneratedCode);
            writer.Open($"public enum {type.Name}");
            foreach (var (word, identifier, description) in type.Words)
            {
                writer.Summary(description.Length > 0 ? $"{word}: {description}" : word);
                writer.Line(identifier + ",");
            }

            writer.Close();
            writer.Line();
        }
    }
}
