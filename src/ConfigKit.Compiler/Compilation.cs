using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Targets;
using ConfigKit.Text;
using ConfigKit.Typing;

namespace ConfigKit;

/// <summary>What compiling gives. Files are empty whenever a diagnostic is an error.</summary>
internal sealed record Compilation(
    SourceFile Source,
    ImmutableArray<Diagnostic> Diagnostics,
    Verdict Verdict,
    Deployment? Deployment,
    Estimate? Estimate,
    ImmutableArray<GeneratedFile> Files
)
{
    /// <summary>The types of the user's own values in <c>runtime</c>.</summary>
    public required TypedType Runtime { get; init; }

    public bool HasErrors => Diagnostics.Any(d => d.Severity == Severity.Error);
}
