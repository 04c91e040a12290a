using System.Text.RegularExpressions;
using ConfigKit.Text;

namespace ConfigKit.Typing;

/// <summary>
/// The notation of <c>runtime_types</c>: <c>duration</c>, <c>enum(fast, safe)</c>, <c>list(uri)</c>, with <c>?</c> for
/// what may be absent.
/// </summary>
internal static partial class RuntimeHint
{
    /// <returns>Null when the text is no type.</returns>
    public static (TypedType Type, bool IsOptional)? Parse(string text)
    {
        var trimmed = text.Trim();
        var isOptional = trimmed.EndsWith('?');
        return ParseType(isOptional ? trimmed[..^1].TrimEnd() : trimmed) is { } type ? (type, isOptional) : null;
    }

    private static TypedType? ParseType(string text) =>
        text switch
        {
            "string" => new TypedType(TypedKind.Text),
            "integer" => TypedType.Integer,
            "long" => TypedType.Long,
            "number" => new TypedType(TypedKind.Number),
            "boolean" => new TypedType(TypedKind.Boolean),
            "duration" => new TypedType(TypedKind.Duration),
            "size" or "rate" => new TypedType(TypedKind.Bytes)
            {
                Name = text,
                Pattern = text == "size" ? Quantity.SizePattern : Quantity.RatePattern,
            },
            "uri" => new TypedType(TypedKind.Uri),
            "secret" => new TypedType(TypedKind.Secret),
            _ when List().Match(text) is { Success: true } list => ParseType(list.Groups[1].Value.Trim()) is { } item
                ? new TypedType(TypedKind.List) { Item = item }
                : null,
            _ when Enumeration().Match(text) is { Success: true } words => Enum(
                words.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)
            ),
            _ => null,
        };

    private static TypedType? Enum(string[] words)
    {
        var named = words.Select(w => new TypedWord(w, Identifier.Of(w) ?? "", "")).ToList();
        return
            named.Exists(w => w.Identifier.Length == 0)
            || named.Select(w => w.Identifier).Distinct(StringComparer.Ordinal).Count() < words.Length
            ? null
            : new TypedType(TypedKind.Enum) { Words = [.. named] };
    }

    [GeneratedRegex(@"^list\((.*)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex List();

    [GeneratedRegex(@"^enum\(([^()]+)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Enumeration();
}
