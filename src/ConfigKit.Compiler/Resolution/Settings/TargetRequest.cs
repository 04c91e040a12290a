using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>What the user asks to be written.</summary>
internal sealed record TargetRequest
{
    /// <summary>The file's own list; empty when it names none.</summary>
    public required ImmutableArray<TargetKind> InFile { get; init; }

    /// <summary>What the command names instead; empty when it names none.</summary>
    public required ImmutableArray<TargetKind> OnCommandLine { get; init; }

    /// <summary>Targets whose section the file has: those are written without being named.</summary>
    public required ImmutableArray<TargetKind> WithSection { get; init; }

    /// <summary>Whether the engines run in a Kubernetes cluster: by the file, whichever target a command writes.</summary>
    public bool IsInCluster => InFile.IsEmpty || InFile.Contains(TargetKind.Kubernetes);

    /// <summary>Whether a target is asked for by its name, rather than by its section.</summary>
    public bool Names(TargetKind target) => OnCommandLine.IsEmpty ? InFile.Contains(target) : OnCommandLine.Contains(target);

    public bool HasSection(TargetKind target) => WithSection.Contains(target);

    public static TargetRequest Resolve(DeepSeekConfig stated, SpanTable spans) =>
        new()
        {
            InFile = stated.Targets.IsDefault ? [] : stated.Targets,
            OnCommandLine = stated.NamedTargets.IsDefault ? [] : stated.NamedTargets,
            WithSection = [.. TargetChoices.All.Where(t => spans.Has(t.Name)).Select(t => t.Value)],
        };
}
