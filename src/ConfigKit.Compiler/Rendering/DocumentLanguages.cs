namespace ConfigKit.Rendering;

/// <summary>Markdown (CommonMark): text whose punctuation is escaped, within a line.</summary>
internal sealed class MarkdownLanguage : TemplateLanguage
{
    protected override string WriteText(string text) => MarkdownText.Write(text);

    protected override string WriteList(IEnumerable<object?> items) => string.Join(", ", items.Select(Write));
}

/// <summary>Mermaid: quoted labels with its own entity codes.</summary>
internal sealed class MermaidLanguage : TemplateLanguage
{
    protected override string WriteText(string text) => Notations.Mermaid(text);
}

/// <summary>XML text and attribute values.</summary>
internal sealed class XmlLanguage : TemplateLanguage
{
    protected override string WriteText(string text) => Notations.Xml(text);
}

/// <summary>JSON: literals.</summary>
internal sealed class JsonLanguage : TemplateLanguage
{
    protected override string WriteText(string text) => Quote(text);
}

/// <summary>Python: literals.</summary>
internal sealed class PythonLanguage : TemplateLanguage
{
    protected override string WriteText(string text) => Quote(text);

    protected override string WriteBoolean(bool flag) => flag ? "True" : "False";
}

/// <summary>Protocol buffers as text: quoted strings.</summary>
internal sealed class TextProtoLanguage : TemplateLanguage
{
    protected override string WriteText(string text) => Notations.TextProto(text);

    protected override string? WriteOwn(object value) =>
        value is Symbol symbol && symbol.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? symbol.Name : null;
}
