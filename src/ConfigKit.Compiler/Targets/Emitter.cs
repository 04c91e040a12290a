using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Rendering;
using ConfigKit.Text;

namespace ConfigKit.Targets;

/// <summary>The files of a deployment, or why a template could not be rendered.</summary>
internal sealed record Emission(ImmutableArray<GeneratedFile> Files, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Renders the files of each target that is asked for.</summary>
internal static class Emitter
{
    /// <param name="plan">What to render.</param>
    /// <param name="templates">The user's own templates, which replace ours by name.</param>
    public static Emission Emit(DeploymentPlan plan, ImmutableDictionary<string, SourceFile> templates)
    {
        var renderer = new TemplateRenderer(templates);
        var plans = new TargetPlans(plan);
        var ofTargets = new TargetRenderer(renderer, PlanView.Of(plan));
        var files = TargetList.Selected(plan.Deployment.Targets).SelectMany(t => t.Write(plans, ofTargets)).ToList();
        return new Emission([.. files.OrderBy(f => f.Path, StringComparer.Ordinal)], renderer.Diagnostics);
    }
}
