namespace ConfigKit.Rendering;

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

/// <summary>
/// What a template of a Helm chart says where a manifest has a constant: an action such as <c>{{ toJson .Values.image
/// }}</c>.
/// </summary>
internal sealed record ChartExpression(string Action);
