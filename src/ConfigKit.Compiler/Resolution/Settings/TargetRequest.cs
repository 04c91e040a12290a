using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>What the user asks to be written.</summary>
internal sealed record TargetRequest
{
    /// <summary>The file's own list; empty when it names none.</summary>
    public required ImmutableArray<string> InFile { get; init; }

    /// <summary>What the command names instead; empty when it names none.</summary>
    public required ImmutableArray<string> OnCommandLine { get; init; }

    /// <summary>What the file states.</summary>
    public required SpanTable Stated { get; init; }

    /// <summary>Whether the engines run in a Kubernetes cluster: by the file, whichever target a command writes.</summary>
    public bool IsInCluster => InFile.IsEmpty || InFile.Contains(TargetNames.Kubernetes);

    /// <summary>What the command names, else what the file names; empty: what has a section, and what every deployment gets.</summary>
    public ImmutableArray<string> Named => OnCommandLine.IsEmpty ? InFile : OnCommandLine;

    /// <summary>Whether a target is asked for by its name, rather than by its section.</summary>
    public bool Names(string target) => Named.Contains(target);

    /// <summary>Whether the file has the target's section: then it is written without being named.</summary>
    public bool HasSection(string target) => Stated.Has(target);

    public static TargetRequest Resolve(DeepSeekConfig stated, SpanTable spans) =>
        new()
        {
            InFile = stated.Targets.IsDefault ? [] : stated.Targets,
            OnCommandLine = stated.NamedTargets.IsDefault ? [] : stated.NamedTargets,
            Stated = spans,
        };
}
