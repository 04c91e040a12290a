using System.Collections.Immutable;
using ConfigKit.Text;

namespace ConfigKit.Syntax;

/// <summary>A node of the document as written, aliases and merge keys already followed.</summary>
internal abstract record YamlNode(SourceSpan Span);

/// <summary>A scalar. <paramref name="IsPlain"/>: written without quotes, so the YAML 1.2 core schema gives it a type.</summary>
internal sealed record YamlScalar(SourceSpan Span, string Value, bool IsPlain) : YamlNode(Span)
{
    public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";
}

internal sealed record YamlMapping(SourceSpan Span, ImmutableArray<YamlEntry> Entries) : YamlNode(Span);

internal sealed record YamlSequence(SourceSpan Span, ImmutableArray<YamlNode> Items) : YamlNode(Span);

/// <summary>One key and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
