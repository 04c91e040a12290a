using System.Collections.Immutable;
using ConfigKit.Text;

namespace ConfigKit.Diagnostics;

/// <summary>Collects what each stage finds; handed along, never thrown.</summary>
/// <param name="file">The file that is compiled.</param>
/// <param name="below">The file that it overlays; its positions follow those of <paramref name="file"/>.</param>
internal sealed class DiagnosticBag(SourceFile file, SourceFile? below = null)
{
    private readonly List<Diagnostic> _items = [];

    public SourceFile File { get; } = file;

    /// <summary>How far the positions of the file below are moved.</summary>
    public int Shift => File.Text.Length + 1;

    public bool HasErrors => _items.Exists(d => d.Severity == Severity.Error);

    public void Report(DiagnosticDescriptor descriptor, SourceSpan span, string message, string key = "", string help = "")
    {
        var (of, at) = Locate(span);
        Add(new Diagnostic(descriptor, message, of, at, key, help));
    }

    public void Add(Diagnostic diagnostic) => _items.Add(diagnostic);

    /// <summary>The file that holds a position, and where in it.</summary>
    public (SourceFile File, SourceSpan Span) Locate(SourceSpan span) =>
        below is not null && span.Start >= Shift ? (below, new SourceSpan(span.Start - Shift, span.End - Shift)) : (File, span);

    /// <summary>In order of position, then id: the order of discovery never shows.</summary>
    public ImmutableArray<Diagnostic> ToSorted() =>
        [
            .. _items
                .Distinct()
                .OrderBy(d => d.File.Path, StringComparer.Ordinal)
                .ThenBy(d => d.Span.Start)
                .ThenByDescending(d => d.Severity)
                .ThenBy(d => d.Id, StringComparer.Ordinal)
                .ThenBy(d => d.Message, StringComparer.Ordinal),
        ];
}
