namespace ConfigKit.Rendering;

/// <summary>YAML: plain or double-quoted scalars, lists in flow style.</summary>
internal class YamlLanguage : TemplateLanguage
{
    protected override string Null => "null";

    protected override string WriteText(string text) => IsPlain(text) ? text : QuoteText(text);

    protected override string WriteList(IEnumerable<object?> items) => "[" + string.Join(", ", items.Select(Write)) + "]";

    protected override string? WriteOwn(object value) => value is LiteralText text ? WriteLiteral(text) : null;

    protected virtual string QuoteText(string text) => Quote(text);

    /// <summary>Whether a block may hold the text as it is.</summary>
    protected virtual bool MayStandInBlock(string text) => true;

    /// <summary>A literal block scalar, or a quoted one for text that a block would change.</summary>
    private string WriteLiteral(LiteralText literal)
    {
        var text = literal.Text;
        var isBlock =
            text.EndsWith('\n')
            && !text.EndsWith("\n\n", StringComparison.Ordinal)
            && text[0] is > ' ' and <= '~'
            && MayStandInBlock(text)
            && text.All(c => c is '\n' or '\t' or (>= ' ' and <= '~'));
        return isBlock ? "|\n" + new Block(text, literal.Indent) : WriteText(text);
    }

    /// <summary>Scalars that every YAML version reads as that very text.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] == '/')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "_./-".Contains(c, StringComparison.Ordinal))
        && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
}

/// <summary>YAML of a Helm chart, in which two opening braces begin an action.</summary>
internal sealed class HelmLanguage : YamlLanguage
{
    protected override string WriteComment(string line) => line.Replace("{", "(", StringComparison.Ordinal);

    /// <summary>Without any brace, so that no action can begin.</summary>
    protected override string QuoteText(string text) => Quote(text).Replace("{", "\\u007b", StringComparison.Ordinal);

    protected override bool MayStandInBlock(string text) => !text.Contains("{{", StringComparison.Ordinal);

    protected override string? WriteOwn(object value) => value is ChartExpression expression ? expression.Action : base.WriteOwn(value);
}

/// <summary>Compose: YAML whose <c>$</c> would be interpolated.</summary>
internal sealed class ComposeLanguage : YamlLanguage
{
    protected override string QuoteText(string text) => Quote(text.Replace("$", "$$", StringComparison.Ordinal));

    protected override string? WriteOwn(object value) => value is Interpolation i ? Quote($"${{{i.Name}:?{i.Fault}}}") : null;
}
