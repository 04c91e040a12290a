using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Planning;
using ConfigKit.Text;

namespace ConfigKit.Emit;

/// <summary>The files of a plan, or why a template could not be rendered.</summary>
internal sealed record Emission(ImmutableArray<GeneratedFile> Files, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Renders the files of each target.</summary>
internal static class Emitter
{
    /// <param name="plan">What to render.</param>
    /// <param name="templates">The user's own templates, which replace ours by name.</param>
    public static Emission Emit(DeploymentPlan plan, ImmutableDictionary<string, SourceFile> templates) =>
        throw new NotImplementedException($"{plan}{templates}");
}
