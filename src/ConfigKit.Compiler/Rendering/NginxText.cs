namespace ConfigKit.Rendering;

/// <summary>Words of nginx.conf.</summary>
internal static class NginxText
{
    /// <summary>In quotes <c>"</c> and <c>\</c> are escaped; line breaks, other control characters and <c>$</c> can't be.</summary>
    /// <exception cref="FormatException">nginx has no notation for the text.</exception>
    public static string Write(string text, bool isWord) =>
        isWord ? text
        : text.Any(c => char.IsControl(c) || c == '$') ? throw new FormatException($"\"{text}\" can't be written in nginx.conf")
        : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
