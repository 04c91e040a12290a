using System.Collections.Immutable;
using ConfigKit.Text;

namespace ConfigKit.Diagnostics;

/// <summary>Collects what each stage finds; handed along, never thrown.</summary>
internal sealed class DiagnosticBag(SourceFile file)
{
    private readonly List<Diagnostic> _items = [];

    public SourceFile File { get; } = file;

    public bool HasErrors => _items.Exists(d => d.Severity == Severity.Error);

    public void Report(DiagnosticDescriptor descriptor, SourceSpan span, string message, string key = "", string help = "") =>
        Add(new Diagnostic(descriptor, message, File, span, key, help));

    public void Add(Diagnostic diagnostic) => _items.Add(diagnostic);

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
