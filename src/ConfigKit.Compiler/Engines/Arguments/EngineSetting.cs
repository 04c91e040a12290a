namespace ConfigKit.Engines.Arguments;

/// <summary>One key of the file in an engine's own words.</summary>
/// <param name="Key">The key; empty for arguments that go with others.</param>
internal sealed record EngineSetting(string Key, Notation Notation)
{
    /// <summary>A flag with which this goes: it holds for releases that have it; empty: none.</summary>
    public string With { get; init; } = "";

    /// <summary>A flag that took its place: releases that have it are told that way, and this is only read; empty: none.</summary>
    public string Until { get; init; } = "";

    /// <summary>When it is written; null: whenever its key has a value.</summary>
    public Func<EngineLaunch, bool>? When { get; init; }

    /// <summary>Whether the key can't say all that the flag can, so that the flag alone is no second statement.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether the release has it under a name that this knows.</summary>
    public bool Holds(EngineRelease release) => (With.Length == 0 || release.Has(With)) && Notation.IsIn(release);

    /// <summary>Whether the release is told this way.</summary>
    public bool IsWritten(EngineRelease release) => Holds(release) && (Until.Length == 0 || !release.Has(Until));

    /// <summary>The value that is written; null: it is not.</summary>
    public string? ValueIn(EngineLaunch launch) =>
        When?.Invoke(launch) == false ? null
        : Key.Length == 0 ? ""
        : launch[Key];
}
