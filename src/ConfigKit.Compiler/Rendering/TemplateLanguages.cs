using System.Collections.Immutable;

namespace ConfigKit.Rendering;

/// <summary>The languages that templates write, by the names of their files.</summary>
internal static class TemplateLanguages
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
}
