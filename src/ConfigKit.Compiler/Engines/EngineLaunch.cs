using System.Collections.Immutable;
using ConfigKit.Catalog;

namespace ConfigKit.Engines;

/// <summary>All that an engine's command is written from.</summary>
internal sealed record EngineLaunch
{
    public required EngineRelease Release { get; init; }
    public required ParallelLayout Layout { get; init; }
    public required int Nodes { get; init; }
    public required EngineParsers Parsers { get; init; }

    /// <summary>
    /// Settings by key, with values as the file has them (durations in seconds): those that are stated and those that
    /// are always written. What is left to the engine is not among them.
    /// </summary>
    public required ImmutableSortedDictionary<string, string> Settings { get; init; }

    /// <summary>Whether the user's own arguments name a file of options, which takes the place of ours.</summary>
    public required bool HasOwnOptionsFile { get; init; }

    /// <summary>GPUs that a node holds of a data-parallel layout over several nodes; 0 for other layouts.</summary>
    public int DataRanksPerNode => Nodes > 1 && Layout.Data > 1 ? Layout.Data / Nodes : 0;

    /// <summary>Null where the key has no value of its own.</summary>
    public string? this[string key] => Settings.GetValueOrDefault(key);
}
