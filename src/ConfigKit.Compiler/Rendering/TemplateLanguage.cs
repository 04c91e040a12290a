using System.Collections;
using System.Globalization;
using System.Text;

namespace ConfigKit.Rendering;

/// <summary>
/// The language that a template writes. Every value that a template inserts passes through its language's notation, so
/// that no template can forget to escape.
/// </summary>
internal abstract class TemplateLanguage
{
    /// <summary>A value as this language writes it.</summary>
    /// <exception cref="FormatException">The language has no notation for the value.</exception>
    public string Write(object? value) =>
        value switch
        {
            null => Null,
            Comment comment => WriteComment(comment.Text.ReplaceLineEndings(" ")),
            Block block => block.ToString(),
            bool flag => WriteBoolean(flag),
            int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            string text => WriteText(text),
            IEnumerable items => WriteList(items.Cast<object?>()),
            _ => WriteOwn(value) ?? throw new FormatException($"a value of type {value.GetType().Name} can't be written"),
        };

    protected virtual string Null => "";

    protected abstract string WriteText(string text);

    protected virtual string WriteComment(string line) => line;

    protected virtual string WriteBoolean(bool flag) => flag ? "true" : "false";

    protected virtual string WriteList(IEnumerable<object?> items) => string.Join(' ', items.Select(Write));

    /// <summary>A kind of value that this language alone has; null for those of others.</summary>
    protected virtual string? WriteOwn(object value) => null;

    /// <summary>Words that no language here reads as anything but themselves.</summary>
    protected static bool IsWord(string text) =>
        text.Length > 0
        && text[0] != '~'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "_./:=@%+,-".Contains(c, StringComparison.Ordinal));

    /// <summary>A JSON string, which YAML, Python and Dockerfiles read too; anything but printable ASCII is escaped.</summary>
    protected static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    < ' ' or > '~' => $"\\u{(int)c:x4}",
                    _ => c.ToString(),
                }
            );
        }

        return quoted.Append('"').ToString();
    }
}
