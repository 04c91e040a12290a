using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ConfigKit.Rendering;

/// <summary>
/// The language that a template writes. Every value that a template inserts passes through its language's notation, so
/// that no template can forget to escape.
/// </summary>
internal abstract class TemplateLanguage
{
    public static TemplateLanguage Yaml { get; } = new YamlLanguage();
    public static TemplateLanguage Helm { get; } = new HelmLanguage();
    public static TemplateLanguage Compose { get; } = new ComposeLanguage();
    public static TemplateLanguage Shell { get; } = new ShellLanguage();
    public static TemplateLanguage Dockerfile { get; } = new DockerfileLanguage();
    public static TemplateLanguage Nginx { get; } = new NginxLanguage();
    public static TemplateLanguage Markdown { get; } = new MarkdownLanguage();
    public static TemplateLanguage Plain { get; } = new PlainLanguage();
    public static TemplateLanguage Systemd { get; } = new SystemdLanguage();
    public static TemplateLanguage Mermaid { get; } = new MermaidLanguage();
    public static TemplateLanguage Xml { get; } = new XmlLanguage();
    public static TemplateLanguage TextProto { get; } = new TextProtoLanguage();
    public static TemplateLanguage Python { get; } = new PythonLanguage();
    public static TemplateLanguage Json { get; } = new JsonLanguage();

    /// <summary>By the end of the file's name; the first that fits. A new kind of file takes a row here.</summary>
    private static readonly ImmutableArray<(string End, TemplateLanguage Language)> ByEnd =
    [
        ("compose.yaml", Compose),
        (".yaml", Yaml),
        (".yml", Yaml),
        (".sh", Shell),
        ("/check_gpu_temperature", Shell),
        (".env", Shell), // KEY=value lines, read by a shell, systemd and Compose
        ("nginx.conf", Nginx),
        (".md", Markdown),
        ("Dockerfile", Dockerfile),
        (".service", Systemd),
        (".dropin", Systemd),
        (".mmd", Mermaid),
        (".svg", Xml),
        (".py", Python),
        (".json", Json),
        (".pbtxt", TextProto),
    ];

    /// <summary>
    /// By the name of the template: what stands before <c>.sbn</c>. Files of no language known here take numbers and
    /// words only.
    /// </summary>
    public static TemplateLanguage ForTemplate(string template)
    {
        var name = template[..^".sbn".Length];
        return ByEnd.FirstOrDefault(l => name.EndsWith(l.End, StringComparison.Ordinal)).Language ?? Plain;
    }

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
