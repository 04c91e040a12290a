using System.Collections.Immutable;
using ConfigKit.Text;

namespace ConfigKit.Typing;

/// <summary>What a value is for a program.</summary>
internal enum TypedKind
{
    Text,
    Integer,
    Number,
    Boolean,

    /// <summary>Bytes, or bytes per second.</summary>
    Bytes,

    Duration,
    Uri,

    /// <summary>A reference to a secret, never the secret.</summary>
    Secret,

    Enum,
    List,
    Map,
    Record,
}

/// <summary>The type of a value: what a code generator needs, whatever its language.</summary>
internal sealed record TypedType(TypedKind Kind)
{
    /// <summary>A whole number of 32 bits.</summary>
    public static TypedType Integer { get; } = new(TypedKind.Integer) { Minimum = int.MinValue, Maximum = int.MaxValue };

    /// <summary>A whole number of 64 bits.</summary>
    public static TypedType Long { get; } = new(TypedKind.Integer) { Minimum = long.MinValue, Maximum = long.MaxValue };

    /// <summary>Of records and enums: a name that is unique where it is declared. Of bytes: <c>size</c> or <c>rate</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of records.</summary>
    public ImmutableArray<TypedMember> Members { get; init; } = [];

    /// <summary>Of lists.</summary>
    public TypedType? Item { get; init; }

    /// <summary>Of enums.</summary>
    public ImmutableArray<TypedWord> Words { get; init; } = [];

    /// <summary>Words that stand for a number, such as <c>auto</c>.</summary>
    public ImmutableArray<(string Word, long Value)> Specials { get; init; } = [];

    public double? Minimum { get; init; }
    public double? Maximum { get; init; }
    public string Pattern { get; init; } = "";
    public string Meaning { get; init; } = "";
}

/// <summary>One word of an enum.</summary>
internal sealed record TypedWord(string Word, string Identifier, string Description);

/// <summary>One member of a record.</summary>
/// <param name="Key">The name in the file.</param>
/// <param name="Identifier">The name in code.</param>
/// <param name="IsOptional">Whether there may be no value.</param>
/// <param name="Follows">The key that overrides the value when a program starts; empty: none.</param>
internal sealed record TypedMember(string Key, string Identifier, TypedType Type, string Description, bool IsOptional, string Follows = "")
{
    /// <summary>Where the value stands in the user's file.</summary>
    public SourceSpan Span { get; init; }
}
