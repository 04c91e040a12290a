using System.Globalization;

namespace ConfigKit.Rendering;

/// <summary>POSIX shell and bash: one word each. Files of KEY=value lines too.</summary>
internal sealed class ShellLanguage : TemplateLanguage
{
    protected override string WriteText(string text) =>
        IsWord(text) ? text : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

/// <summary>Dockerfile: words, double-quoted where needed; lists as JSON.</summary>
internal sealed class DockerfileLanguage : TemplateLanguage
{
    protected override string WriteText(string text) => IsWord(text) ? text : Quote(text).Replace("$", "\\$", StringComparison.Ordinal);

    protected override string WriteList(IEnumerable<object?> items) =>
        "[" + string.Join(", ", items.Select(i => Quote(Convert.ToString(i, CultureInfo.InvariantCulture) ?? ""))) + "]";
}

/// <summary>nginx.conf: words, double-quoted where needed.</summary>
internal sealed class NginxLanguage : TemplateLanguage
{
    /// <summary>
    /// In quotes <c>"</c> and <c>\</c> are escaped; line breaks, other control characters and <c>$</c>, which begins a
    /// variable, can't be.
    /// </summary>
    protected override string WriteText(string text)
    {
        if (IsWord(text))
        {
            return text;
        }

        return text.Any(c => char.IsControl(c) || c == '$')
            ? throw new FormatException($"\"{text}\" can't be written in nginx.conf")
            : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
    }
}

/// <summary>sysctl.d and other line-based files: numbers and words only.</summary>
internal sealed class PlainLanguage : TemplateLanguage
{
    protected override string WriteText(string text) =>
        IsWord(text.Replace(" ", "", StringComparison.Ordinal))
            ? text
            : throw new FormatException($"\"{text}\" can't be written in this file");
}

/// <summary>systemd units: quoted words, <c>%</c> doubled; lists are command lines, where <c>$</c> is doubled too.</summary>
internal sealed class SystemdLanguage : TemplateLanguage
{
    protected override string WriteText(string text) => Notations.Unit(text);

    protected override string WriteList(IEnumerable<object?> items) =>
        string.Join(' ', items.Select(i => Write(i).Replace("$", "$$", StringComparison.Ordinal)));

    protected override string? WriteOwn(object value) =>
        value is UnitText unit ? unit.Text.ReplaceLineEndings(" ").Replace("%", "%%", StringComparison.Ordinal).TrimEnd('\\') : null;
}
