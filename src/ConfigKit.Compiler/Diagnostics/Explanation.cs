using System.Collections.Immutable;

namespace ConfigKit.Diagnostics;

/// <summary>The sections of a diagnostic's page, in Markdown; a section that is empty is not shown.</summary>
public sealed record Explanation
{
    /// <summary>What is compared with what.</summary>
    public required string Checks { get; init; }

    /// <summary>What happens otherwise: the engine's error, the time or the money lost.</summary>
    public string Why { get; init; } = "";

    /// <summary>The inequality, one per line, without Markdown; shown as a code block.</summary>
    public string Formula { get; init; } = "";

    /// <summary>What to change; how safe the automatic edit is follows from <see cref="FixSafety"/> and is added.</summary>
    public string Fix { get; init; } = "";

    /// <summary>Where the limit or the formula comes from.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];
}

/// <summary>A source, as a link.</summary>
/// <param name="Title">What it is, such as a file of an engine's source or the name of a specification.</param>
/// <param name="Link">Its address.</param>
public sealed record Reference(string Title, string Link);
