using System.Collections;
using System.Globalization;
using System.Text;
using ConfigKit.Targets.Helm;

namespace ConfigKit.Rendering;

/// <summary>
/// The language that a template writes. Every value that a template inserts passes through its language's notation, so
/// that no template can forget to escape.
/// </summary>
internal enum TemplateLanguage
{
    /// <summary>YAML: plain or double-quoted scalars, lists in flow style.</summary>
    Yaml,

    /// <summary>YAML of a Helm chart, in which two opening braces begin an action.</summary>
    Helm,

    /// <summary>Compose: YAML whose <c>$</c> would be interpolated.</summary>
    Compose,

    /// <summary>POSIX shell and bash: one word each.</summary>
    Shell,

    /// <summary>Dockerfile: words, double-quoted where needed; lists as JSON.</summary>
    Dockerfile,

    /// <summary>KEY=value lines, read by a shell, systemd and Compose.</summary>
    Environment,

    /// <summary>nginx.conf: words, double-quoted where needed; has no notation for <c>$</c>, which would be a variable.</summary>
    Nginx,

    /// <summary>Markdown (CommonMark): text whose punctuation is escaped, within a line.</summary>
    Markdown,

    /// <summary>sysctl.d and other line-based files: numbers and words only.</summary>
    Plain,

    /// <summary>systemd units: quoted words, <c>%</c> doubled; lists are command lines, where <c>$</c> is doubled too.</summary>
    Systemd,

    /// <summary>Mermaid: quoted labels with its own entity codes.</summary>
    Mermaid,

    /// <summary>XML text and attribute values.</summary>
    Xml,

    /// <summary>Protocol buffers as text: quoted strings.</summary>
    TextProto,

    /// <summary>Python: literals.</summary>
    Python,

    /// <summary>JSON: literals.</summary>
    Json,
}

/// <summary>Words for people in a comment, which every language here starts with <c>#</c> and ends with the line.</summary>
internal sealed record Comment(string Text);

/// <summary>The rest of a unit's line for people, where quotes would be shown as they are.</summary>
internal sealed record UnitText(string Text);

/// <summary>A member of an enumeration, which the text format of protocol buffers writes without quotes.</summary>
internal sealed record Symbol(string Name);

/// <summary>Lines that a template of the same language has rendered, indented for where they are inserted.</summary>
internal sealed record Block(string Text, int Indent)
{
    public override string ToString() =>
        string.Join('\n', Text.TrimEnd('\n').Split('\n').Select(l => l.Length == 0 ? l : new string(' ', Indent) + l));
}

/// <summary>A text of several lines as a value, indented for where it is inserted.</summary>
internal sealed record LiteralText(string Text, int Indent);

/// <summary>A variable that Compose fills in, and what it says when there is none.</summary>
internal sealed record Interpolation(string Name, string Fault);

internal static class TemplateLanguages
{
    /// <summary>By the name of the template: what stands before <c>.sbn</c>.</summary>
    public static TemplateLanguage Of(string template) =>
        template[..^".sbn".Length] switch
        {
            var n when n.EndsWith("compose.yaml", StringComparison.Ordinal) => TemplateLanguage.Compose,
            var n when n.EndsWith(".yaml", StringComparison.Ordinal) || n.EndsWith(".yml", StringComparison.Ordinal) =>
                TemplateLanguage.Yaml,
            var n when n.EndsWith(".sh", StringComparison.Ordinal) => TemplateLanguage.Shell,
            var n when n.EndsWith("nginx.conf", StringComparison.Ordinal) => TemplateLanguage.Nginx,
            var n when n.EndsWith(".md", StringComparison.Ordinal) => TemplateLanguage.Markdown,
            var n when n.EndsWith("Dockerfile", StringComparison.Ordinal) => TemplateLanguage.Dockerfile,
            var n when n.EndsWith(".env", StringComparison.Ordinal) => TemplateLanguage.Environment,
            var n when n.EndsWith(".service", StringComparison.Ordinal) || n.EndsWith(".dropin", StringComparison.Ordinal) =>
                TemplateLanguage.Systemd,
            var n when n.EndsWith("/check_gpu_temperature", StringComparison.Ordinal) => TemplateLanguage.Shell,
            var n when n.EndsWith(".mmd", StringComparison.Ordinal) => TemplateLanguage.Mermaid,
            var n when n.EndsWith(".svg", StringComparison.Ordinal) => TemplateLanguage.Xml,
            var n when n.EndsWith(".py", StringComparison.Ordinal) => TemplateLanguage.Python,
            var n when n.EndsWith(".json", StringComparison.Ordinal) => TemplateLanguage.Json,
            var n when n.EndsWith(".pbtxt", StringComparison.Ordinal) => TemplateLanguage.TextProto,
            _ => TemplateLanguage.Plain,
        };

    /// <summary>A value as this language writes it.</summary>
    /// <exception cref="FormatException">The language has no notation for the value.</exception>
    public static string Write(this TemplateLanguage language, object? value) =>
        value switch
        {
            null => language is TemplateLanguage.Yaml or TemplateLanguage.Helm or TemplateLanguage.Compose ? "null" : "",
            Comment comment when language == TemplateLanguage.Helm => comment
                .Text.ReplaceLineEndings(" ")
                .Replace("{", "(", StringComparison.Ordinal),
            Comment comment => comment.Text.ReplaceLineEndings(" "),
            HelmValue setting when language == TemplateLanguage.Helm => setting.Expression,
            Block block => block.ToString(),
            LiteralText text when language is TemplateLanguage.Yaml or TemplateLanguage.Helm => WriteLiteral(language, text),
            Interpolation i when language == TemplateLanguage.Compose => Quote($"${{{i.Name}:?{i.Fault}}}"),
            UnitText unit when language == TemplateLanguage.Systemd => unit
                .Text.ReplaceLineEndings(" ")
                .Replace("%", "%%", StringComparison.Ordinal)
                .TrimEnd('\\'),
            Symbol symbol when language == TemplateLanguage.TextProto && symbol.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') =>
                symbol.Name,
            bool flag when language == TemplateLanguage.Python => flag ? "True" : "False",
            bool flag => flag ? "true" : "false",
            int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            string text => WriteText(language, text),
            IEnumerable items => WriteList(language, items),
            _ => throw new FormatException($"a value of type {value.GetType().Name} can't be written"),
        };

    private static string WriteText(TemplateLanguage language, string text) =>
        language switch
        {
            TemplateLanguage.Yaml => IsPlainYaml(text) ? text : Quote(text),
            TemplateLanguage.Helm => IsPlainYaml(text) ? text : QuoteForHelm(text),
            TemplateLanguage.Compose => IsPlainYaml(text) ? text : Quote(text.Replace("$", "$$", StringComparison.Ordinal)),
            TemplateLanguage.Shell or TemplateLanguage.Environment => IsWord(text)
                ? text
                : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'",
            TemplateLanguage.Dockerfile => IsWord(text) ? text : Quote(text).Replace("$", "\\$", StringComparison.Ordinal),
            TemplateLanguage.Nginx => NginxText.Write(text, IsWord(text)),
            TemplateLanguage.Markdown => MarkdownText.Write(text),
            TemplateLanguage.Systemd => Notations.Unit(text),
            TemplateLanguage.Mermaid => Notations.Mermaid(text),
            TemplateLanguage.Xml => Notations.Xml(text),
            TemplateLanguage.Python or TemplateLanguage.Json => Quote(text),
            TemplateLanguage.TextProto => Notations.TextProto(text),
            _ => IsWord(text.Replace(" ", "", StringComparison.Ordinal))
                ? text
                : throw new FormatException($"\"{text}\" can't be written in this file"),
        };

    /// <summary>A literal block scalar, or a quoted one for text that a block would change.</summary>
    private static string WriteLiteral(TemplateLanguage language, LiteralText text) =>
        text.Text.EndsWith('\n')
        && !text.Text.EndsWith("\n\n", StringComparison.Ordinal)
        && text.Text[0] is > ' ' and <= '~'
        && !(language == TemplateLanguage.Helm && text.Text.Contains("{{", StringComparison.Ordinal))
        && text.Text.All(c => c is '\n' or '\t' or (>= ' ' and <= '~'))
            ? "|\n" + new Block(text.Text, text.Indent)
            : WriteText(language, text.Text);

    /// <summary>Without any brace, so that no action can begin.</summary>
    private static string QuoteForHelm(string text) => Quote(text).Replace("{", "\\u007b", StringComparison.Ordinal);

    private static string WriteList(TemplateLanguage language, IEnumerable items)
    {
        var all = items.Cast<object?>();
        return language switch
        {
            TemplateLanguage.Yaml or TemplateLanguage.Helm or TemplateLanguage.Compose => "["
                + string.Join(", ", all.Select(i => Write(language, i)))
                + "]",
            TemplateLanguage.Dockerfile => "["
                + string.Join(", ", all.Select(i => Quote(Convert.ToString(i, CultureInfo.InvariantCulture) ?? "")))
                + "]",
            TemplateLanguage.Markdown => string.Join(", ", all.Select(i => Write(language, i))),
            TemplateLanguage.Systemd => string.Join(' ', all.Select(i => Write(language, i).Replace("$", "$$", StringComparison.Ordinal))),
            _ => string.Join(' ', all.Select(i => Write(language, i))),
        };
    }

    /// <summary>Words that no language here reads as anything but themselves.</summary>
    private static bool IsWord(string text) =>
        text.Length > 0
        && text[0] != '~'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "_./:=@%+,-".Contains(c, StringComparison.Ordinal));

    /// <summary>Scalars that every YAML version reads as that very text.</summary>
    private static bool IsPlainYaml(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] == '/')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "_./-".Contains(c, StringComparison.Ordinal))
        && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");

    /// <summary>A JSON string, which YAML and Dockerfiles read too; anything but printable ASCII is escaped.</summary>
    private static string Quote(string text)
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
