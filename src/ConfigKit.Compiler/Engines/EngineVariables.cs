using System.Collections.Immutable;
using ConfigKit.Catalog;

namespace ConfigKit.Engines;

/// <summary>The environment variables that an engine reads.</summary>
/// <param name="Prefix">How all of them begin.</param>
/// <param name="Since">The first release of which the list is.</param>
/// <param name="Names">Those that are read.</param>
/// <param name="Replaced">Those that no longer are, each with what took its place; empty where nothing did.</param>
internal sealed record EngineVariables(
    string Prefix,
    Version Since,
    CatalogList<string> Names,
    ImmutableSortedDictionary<string, string> Replaced
);
