using System.Collections.Immutable;

namespace ConfigKit.Engines;

/// <summary>The environment variables that an engine reads.</summary>
/// <param name="Prefix">How all of them begin.</param>
/// <param name="Names">Those that are read, by release.</param>
/// <param name="Replaced">Those that no longer are, each with what took its place.</param>
internal sealed record EngineVariables(string Prefix, NameRanges Names, ImmutableSortedDictionary<string, string> Replaced);
