using ConfigKit.Text;

namespace ConfigKit.Diagnostics;

/// <summary>An edit that makes the whole file valid, verified by compiling it.</summary>
/// <param name="Title">What it sets.</param>
/// <param name="Text">The whole file after the edit.</param>
/// <param name="IsSafe">Whether the same model runs on the same hardware with the same number format, context and memory share.</param>
public sealed record Fix(string Title, string Text, bool IsSafe);

/// <summary>One finding: a value, never thrown.</summary>
/// <param name="Descriptor">The kind.</param>
/// <param name="Message">One sentence with the offending value and the limit.</param>
/// <param name="File">The file it is about.</param>
/// <param name="Span">Where in the file.</param>
/// <param name="Key">The dotted key, such as <c>serving.max_model_len</c>, or empty.</param>
/// <param name="Help">The smallest change that works, or empty.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, string Message, SourceFile File, SourceSpan Span, string Key, string Help)
{
    /// <summary>Further facts: the arithmetic, the source.</summary>
    public string Note { get; init; } = "";

    /// <summary>The smallest edit that makes the whole file valid, or null when none was found.</summary>
    public Fix? Fix { get; init; }

    /// <summary>The id of the kind.</summary>
    public string Id => Descriptor.Id;

    /// <summary>The severity of the kind.</summary>
    public Severity Severity => Descriptor.Severity;

    /// <summary>First position.</summary>
    public LinePosition Start => File.PositionAt(Span.Start);

    /// <summary>Position after the last character.</summary>
    public LinePosition End => File.PositionAt(Math.Max(Span.End, Span.Start));
}
