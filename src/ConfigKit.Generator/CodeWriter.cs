using System.Security;
using System.Text;
using System.Xml;
using Microsoft.CodeAnalysis.CSharp;

namespace ConfigKit.Generator;

/// <summary>Indented lines of C#, and the notation of what is put into them.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "") => _text.Append(line.Length == 0 ? "" : new string(' ', _depth * 4)).Append(line).Append('\n');

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public void Summary(string text) =>
        Line($"/// <summary>{SecurityElement.Escape(new string([.. text.Select(c => IsOneLine(c) ? c : ' ')]))}</summary>");

    /// <summary>What neither ends a line of C# nor is forbidden in XML.</summary>
    private static bool IsOneLine(char c) =>
        !char.IsControl(c) && c is not ('\u2028' or '\u2029') && (XmlConvert.IsXmlChar(c) || char.IsSurrogate(c));

    /// <summary>A string literal, whatever the text holds.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public override string ToString() => _text.ToString();
}
