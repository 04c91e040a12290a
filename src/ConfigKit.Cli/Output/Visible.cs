using System.Globalization;
using System.Text;

namespace ConfigKit.Cli.Output;

/// <summary>Text from a file, made safe for a terminal.</summary>
internal static class Visible
{
    /// <summary>Control and direction characters are shown as escapes, so that a file can't drive the terminal.</summary>
    public static string Text(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isHidden = char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
            clean.Append(
                isHidden && c != '\t' ? $"\\u{(int)c:x4}"
                : c == '\t' ? " "
                : c.ToString()
            );
        }

        return clean.ToString();
    }
}
