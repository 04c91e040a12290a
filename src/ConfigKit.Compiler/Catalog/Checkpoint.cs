using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>A checkpoint: an architecture and how its weights are stored.</summary>
/// <param name="Id">Catalogue id, or the user's own name.</param>
/// <param name="Family">V3, V3.2, V4, R1-Distill, …; whose checkpoints can stand in for each other. Empty outside the catalogue.</param>
internal sealed record Checkpoint(string Id, string Family, ModelArchitecture Architecture, Quantization Quantization)
{
    /// <summary>The parsers that engines have for its output.</summary>
    public OutputParsers Parsers { get; init; } = OutputParsers.None;

    /// <summary>Whether MLPerf Inference has a benchmark of it.</summary>
    public bool HasMlperfBenchmark { get; init; }

    /// <summary>Licence of the weights, an SPDX id where there is one; empty when not known.</summary>
    public string License { get; init; } = "";

    /// <summary>2025-01-20, or 2026-04 where the day is not known; empty when nothing is.</summary>
    public string ReleaseDate { get; init; } = "";

    /// <summary>Id of the checkpoint that its publisher recommends in its place, empty when there is none.</summary>
    public string ReplacedBy { get; init; } = "";

    /// <summary>
    /// Engine to its first release that serves it; null: none so far. An engine that is not there is judged by the model_type.
    /// </summary>
    public ImmutableSortedDictionary<string, string?> FirstRelease { get; init; } = ImmutableSortedDictionary<string, string?>.Empty;

    /// <summary>Bytes on disk as published, or null.</summary>
    public long? PublishedBytes { get; init; }

    /// <summary>Parameters in billions as published, or null.</summary>
    public double? PublishedParametersBillion { get; init; }

    /// <summary>The precision the checkpoint comes in.</summary>
    public required Model.PrecisionKind NativePrecision { get; init; }

    /// <summary>Whether the numbers come from the catalogue.</summary>
    public bool IsCatalogued { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    public string Notes { get; init; } = "";
}
