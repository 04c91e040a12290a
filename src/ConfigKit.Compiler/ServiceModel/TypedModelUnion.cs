using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Targets;
using ConfigKit.Text;
using ConfigKit.Typing;

namespace ConfigKit.ServiceModel;

/// <summary>What compiling a file and its overlays for a code generator gives.</summary>
/// <param name="Compilations">The file's own, then each overlay's.</param>
/// <param name="Json">The typed model; empty when a diagnostic is an error.</param>
internal sealed record TypedModel(ImmutableArray<Compilation> Compilations, string Json);

/// <summary>One type for a file in all its environments.</summary>
internal static class TypedModelUnion
{
    private const string RootName = "Root";

    public static TypedModel Of(
        SourceFile source,
        ImmutableArray<(string Name, SourceFile File)> overlays,
        ImmutableArray<Compilation> compilations,
        ImmutableArray<KeyInfo> keys
    )
    {
        if (compilations.Any(c => c.HasErrors || c.Deployment is null || c.Estimate is null))
        {
            return new TypedModel(compilations, "");
        }

        var runtime = compilations[0].Runtime;
        foreach (var (overlay, i) in compilations.Skip(1).Select((c, i) => (c, i + 1)))
        {
            var other = overlay.Runtime;
            if (TypedUnion.Conflict(runtime, other, "runtime") is { } conflict)
            {
                return new TypedModel(compilations.SetItem(i, Conflicting(overlay, source, conflict)), "");
            }

            runtime = TypedUnion.Of(runtime, other)!; // no conflict: there is one
        }

        var plans = compilations.Select((c, i) => (i == 0 ? "" : overlays[i - 1].Name, Planner.Plan(c.Deployment!, c.Estimate!)));
        var name = source.Path[(source.Path.LastIndexOfAny(['/', '\\']) + 1)..];
        return new TypedModel(compilations, TypedModelJson.Write(name, TypedModelPlanner.Of(keys, runtime, RootName), [.. plans]));
    }

    private static Compilation Conflicting(Compilation overlay, SourceFile below, (string Path, TypedMember A, TypedMember B) conflict)
    {
        var bag = new DiagnosticBag(overlay.Source, below);
        bag.Report(
            RuntimeDiagnostics.MixedTypes,
            conflict.B.Span,
            $"`{conflict.Path}` is {TypedUnion.Words(conflict.B.Type)} here and {TypedUnion.Words(conflict.A.Type)} in {below.Path}",
            conflict.Path,
            "use one type, or declare one in `runtime_types`"
        );
        return overlay with { Diagnostics = [.. overlay.Diagnostics, .. bag.ToSorted()], Verdict = Estimation.Verdict.Invalid, Files = [] };
    }
}
