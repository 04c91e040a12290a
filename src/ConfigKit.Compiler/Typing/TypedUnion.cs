using System.Collections.Immutable;

namespace ConfigKit.Typing;

/// <summary>The one type of values that stand for the same thing: items of a list, a key in several environments.</summary>
internal static class TypedUnion
{
    /// <returns>Null when the two have no type in common.</returns>
    public static TypedType? Of(TypedType a, TypedType b) =>
        (a.Kind, b.Kind) switch
        {
            (TypedKind.Integer, TypedKind.Integer) => a.Maximum >= b.Maximum ? a : b,
            (TypedKind.Integer, TypedKind.Number) => b,
            (TypedKind.Number, TypedKind.Integer) => a,
            (TypedKind.Record, TypedKind.Record) => Record(a, b),
            (TypedKind.List, TypedKind.List) => Of(a.Item!, b.Item!) is { } item ? a with { Item = item } : null,
            (TypedKind.Enum, TypedKind.Enum) => a.Words.SequenceEqual(b.Words) ? a : null,
            var (x, y) => x == y ? a : null,
        };

    /// <summary>All members of both; what one lacks may be absent.</summary>
    private static TypedType? Record(TypedType a, TypedType b)
    {
        var members = ImmutableArray.CreateBuilder<TypedMember>();
        foreach (var member in a.Members)
        {
            var other = b.Members.FirstOrDefault(m => m.Key == member.Key);
            if (other is null)
            {
                members.Add(member with { IsOptional = true });
            }
            else if (IsNothing(other) || IsNothing(member) || Of(member.Type, other.Type) is not null)
            {
                var type =
                    IsNothing(member) ? other.Type
                    : IsNothing(other) ? member.Type
                    : Of(member.Type, other.Type)!;
                members.Add(member with { Type = type, IsOptional = member.IsOptional || other.IsOptional });
            }
            else
            {
                return null;
            }
        }

        members.AddRange(b.Members.Where(m => a.Members.All(x => x.Key != m.Key)).Select(m => m with { IsOptional = true }));
        return a with { Members = members.ToImmutable() };
    }

    /// <summary>The member, by path, that two records give no common type; null when there is none.</summary>
    public static (string Path, TypedMember A, TypedMember B)? Conflict(TypedType a, TypedType b, string path)
    {
        foreach (var member in a.Members)
        {
            if (b.Members.FirstOrDefault(m => m.Key == member.Key) is not { } other || IsNothing(member) || IsNothing(other))
            {
                continue;
            }

            var at = path + "." + member.Key;
            if (member.Type.Kind == TypedKind.Record && other.Type.Kind == TypedKind.Record)
            {
                if (Conflict(member.Type, other.Type, at) is { } inner)
                {
                    return inner;
                }
            }
            else if (Of(member.Type, other.Type) is null)
            {
                return (at, member, other);
            }
        }

        return null;
    }

    /// <summary>A key whose value is null tells nothing of its type.</summary>
    private static bool IsNothing(TypedMember member) => member.IsOptional && member.Type.Kind == TypedKind.Text;

    public static string Words(TypedType type) =>
        type.Kind switch
        {
            TypedKind.Integer => "a whole number",
            TypedKind.Record => "a mapping",
            TypedKind.List => "a list",
            TypedKind.Secret => "a reference to a secret",
            TypedKind.Boolean => "true or false",
            TypedKind.Number => "a number",
            _ => "text",
        };
}
