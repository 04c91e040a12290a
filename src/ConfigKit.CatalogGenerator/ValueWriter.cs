using ConfigKit.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConfigKit.CatalogGenerator;

/// <summary>What in the catalogue no record takes.</summary>
internal sealed class CatalogException(string message) : Exception(message);

/// <summary>Writes JSON values as C# expressions of the type that a record wants.</summary>
internal sealed class ValueWriter(TextPool texts)
{
    /// <param name="value">The value.</param>
    /// <param name="type">The type that is wanted.</param>
    /// <param name="path">Where it stands, for faults.</param>
    /// <param name="replaced">What is written for a property in place of its value; null: nothing is.</param>
    public string Write(Json value, ITypeSymbol type, string path, Func<IPropertySymbol, Json, string?>? replaced = null)
    {
        var isNullable = false;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            (type, isNullable) = (nullable.TypeArguments[0], true);
        }

        return (value.Kind, type.SpecialType, type.TypeKind, type.Name) switch
        {
            ("null", _, _, "JsonElement") when !isNullable => $"Element({texts.Slice("null")})",
            ("null", _, _, _) => "null",
            ("string", SpecialType.System_String, _, _) => $"Text({texts.Slice(value.Text)})",
            ("boolean", SpecialType.System_Boolean, _, _) => value.Text,
            ("number", SpecialType.System_Int32, _, _) => value.Text,
            ("number", SpecialType.System_Int64, _, _) => value.Text + "L",
            ("number", SpecialType.System_Double, _, _) => value.Text + "D",
            ("string", _, TypeKind.Enum, _) => $"{NameOf(type)}.{Member(type, value.Text, path)}",
            ("string", _, _, "Version") => $"new({value.Text.Replace(".", ", ")})",
            (_, _, _, "JsonElement") => $"Element({texts.Slice(value.ToString())})",
            ("array", _, _, "ImmutableArray") => List(value, ((INamedTypeSymbol)type).TypeArguments[0], path),
            ("object", _, _, "ImmutableSortedDictionary") => Map(value, (INamedTypeSymbol)type, path),
            ("object", _, TypeKind.Class, _) when type.IsRecord => Record(value, type, path, replaced),
            _ => throw new CatalogException($"{path}: a JSON {value.Kind} is no {type.ToDisplayString()}"),
        };
    }

    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>A map of such values, of pairs in C#.</summary>
    public static string MapOf(ITypeSymbol value, IEnumerable<string> pairs)
    {
        var annotated = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        );
        return $"CatalogText.Map<{value.ToDisplayString(annotated)}>([{string.Join(", ", pairs)}])";
    }

    private string List(Json value, ITypeSymbol item, string path)
    {
        var items = value.Items.ToList();
        return
            items.Count > 0 && item.SpecialType == SpecialType.System_String && items.All(i => i.Kind == "string" && !i.Text.Contains('\n'))
            ? $"Texts({texts.Slice(string.Join("\n", items.Select(i => i.Text)))})"
            : $"[{string.Join(", ", items.Select((v, i) => Write(v, item, $"{path}[{i}]")))}]";
    }

    private string Map(Json value, INamedTypeSymbol type, string path)
    {
        var values = type.TypeArguments[1];
        return MapOf(values, value.Members.Select(m => $"new(Text({texts.Slice(m.Name)}), {Write(m.Value, values, $"{path}.{m.Name}")})"));
    }

    private string Record(Json value, ITypeSymbol type, string path, Func<IPropertySymbol, Json, string?>? replaced)
    {
        var properties = Properties(type);
        var fields = value.Members.Select(m =>
            properties.TryGetValue(Letters(m.Name), out var property)
                ? $"{property.Name} = {replaced?.Invoke(property, m.Value) ?? Write(m.Value, property.Type, $"{path}.{m.Name}")}"
                : throw new CatalogException($"{path}.{m.Name}: {type.Name} has no such property")
        );
        return $"new {NameOf(type)} {{ {string.Join(", ", fields)} }}";
    }

    private static Dictionary<string, IPropertySymbol> Properties(ITypeSymbol type)
    {
        var properties = new Dictionary<string, IPropertySymbol>(StringComparer.Ordinal);
        for (var at = type; at is not null; at = at.BaseType)
        {
            foreach (var property in at.GetMembers().OfType<IPropertySymbol>().Where(p => p.SetMethod is not null))
            {
                properties[Letters(property.Name)] = property;
            }
        }

        return properties;
    }

    /// <summary>
    /// The member of an enumeration that a word names: its class (FormFactors) has them in a switch, its method Word; else the word is the
    /// member's own name.
    /// </summary>
    private static string Member(ITypeSymbol type, string word, string path) =>
        type.ContainingNamespace.GetTypeMembers(type.Name + "s")
            .SelectMany(t => t.GetMembers("Word"))
            .SelectMany(m => m.DeclaringSyntaxReferences)
            .SelectMany(r => r.GetSyntax().DescendantNodes().OfType<SwitchExpressionArmSyntax>())
            .Where(a => a.Expression is LiteralExpressionSyntax literal && literal.Token.ValueText == word)
            .Select(a => a.Pattern.ToString().Split('.').Last())
            .FirstOrDefault()
        ?? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => Letters(f.Name) == Letters(word))?.Name
        ?? throw new CatalogException($"{path}: {type.Name} has no {word}");

    /// <summary>What bandwidth_gb_s and BandwidthGbS have in common.</summary>
    private static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
