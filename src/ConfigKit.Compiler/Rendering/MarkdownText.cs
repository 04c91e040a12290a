using System.Text;

namespace ConfigKit.Rendering;

/// <summary>Text within a line of Markdown.</summary>
internal static class MarkdownText
{
    // Inert within a line; all else of ASCII punctuation takes a backslash.
    private const string Inert = " ,.;-/'()%+?";

    /// <summary>Holds at the start of a list item too, where a bullet or a number would begin another list.</summary>
    public static string Write(string text)
    {
        var line = string.Concat(text.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        var digits = line.TakeWhile(char.IsAsciiDigit).Count();
        var written = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            var isBullet =
                i == digits && (i + 1 == line.Length || line[i + 1] == ' ') && (digits > 0 ? line[i] is '.' or ')' : line[i] is '-' or '+');
            if (
                isBullet
                || (char.IsAscii(line[i]) && !char.IsAsciiLetterOrDigit(line[i]) && !Inert.Contains(line[i], StringComparison.Ordinal))
            )
            {
                written.Append('\\');
            }

            written.Append(line[i]);
        }

        return written.ToString();
    }
}
