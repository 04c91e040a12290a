namespace ConfigKit.Engines.Arguments;

/// <summary>One key of the file in an engine's own words.</summary>
/// <param name="Key">The key; empty for arguments that go with others.</param>
internal sealed record EngineSetting(string Key, Notation Notation)
{
    /// <summary>The first release for which this holds.</summary>
    public Version? Since { get; init; }

    /// <summary>The first release for which it holds no longer.</summary>
    public Version? Before { get; init; }

    /// <summary>A flag that the release must be known to have; empty: none.</summary>
    public string KnownBy { get; init; } = "";

    /// <summary>When it is written; null: whenever its key has a value.</summary>
    public Func<EngineLaunch, bool>? When { get; init; }

    /// <summary>Whether the key can't say all that the flag can, so that the flag alone is no second statement.</summary>
    public bool IsPartial { get; init; }

    public bool Holds(EngineRelease release) =>
        (Since is null || release.Version >= Since)
        && (Before is null || release.Version < Before)
        && (KnownBy.Length == 0 || release.Has(KnownBy));

    /// <summary>The value that is written; null: it is not.</summary>
    public string? ValueIn(EngineLaunch launch) =>
        When?.Invoke(launch) == false ? null
        : Key.Length == 0 ? ""
        : launch[Key];
}
