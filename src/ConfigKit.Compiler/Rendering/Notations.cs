using System.Globalization;
using System.Text;

namespace ConfigKit.Rendering;

/// <summary>How single values are written in the languages of units, documents and drawings.</summary>
internal static class Notations
{
    /// <summary>One word of a systemd unit: quoted where needed, with C escapes; <c>%</c> would start a specifier.</summary>
    public static string Unit(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_./:=@+,*-".Contains(c, StringComparison.Ordinal)))
        {
            return text;
        }

        return Written(
            text,
            '"',
            c =>
                c switch
                {
                    '"' => "\\\"",
                    '\\' => @"\\",
                    '%' => "%%",
                    < ' ' or '\u007f' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                    _ => null,
                }
        );
    }

    /// <summary>A label in quotes; Mermaid has entity codes (<c>#34;</c>) but no escapes.</summary>
    public static string Mermaid(string text) =>
        Written(
            text,
            '"',
            c =>
                c switch
                {
                    '"' or '#' or '<' or '>' or '&' or '`' or '\\' or ';' or < ' ' => string.Create(
                        CultureInfo.InvariantCulture,
                        $"#{(int)c};"
                    ),
                    _ => null,
                }
        );

    /// <summary>Text or the value of an attribute.</summary>
    /// <exception cref="FormatException">XML 1.0 has no notation for the character.</exception>
    public static string Xml(string text) =>
        Written(
            text,
            null,
            c =>
                c switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '"' => "&quot;",
                    '\'' => "&#39;",
                    '\t' => "&#9;",
                    < ' ' or '\ufffe' or '\uffff' => throw new FormatException("a control character can't be written in XML"),
                    _ => null,
                }
        );

    /// <summary>A string of the text format; every byte of UTF-8 beyond ASCII by its octal number.</summary>
    public static string TextProto(string text)
    {
        var written = new StringBuilder("\"");
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            written.Append(
                b switch
                {
                    (byte)'"' => "\\\"",
                    (byte)'\\' => @"\\",
                    < (byte)' ' or >= 0x7f => "\\" + Convert.ToString(b, 8).PadLeft(3, '0'),
                    _ => ((char)b).ToString(),
                }
            );
        }

        return written.Append('"').ToString();
    }

    private static string Written(string text, char? quote, Func<char, string?> escape)
    {
        var written = new StringBuilder().Append(quote);
        foreach (var c in text)
        {
            written.Append(escape(c) ?? c.ToString());
        }

        return written.Append(quote).ToString();
    }
}
