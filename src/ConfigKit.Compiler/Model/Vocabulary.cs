using System.Collections.Immutable;

namespace ConfigKit.Model;

/// <summary>One allowed word of an open list, and what it stands for.</summary>
internal sealed record NamedChoice(string Name, string Description);

/// <summary>The words that later folders bring to the file: they list their engines and targets, the model takes what there is.</summary>
internal sealed record Vocabulary(ImmutableArray<NamedChoice> Engines, ImmutableArray<NamedChoice> Targets)
{
    /// <summary>For those who ask what keys there are, not which words they take.</summary>
    public static Vocabulary Unnamed { get; } = new([new("", "")], [new("", "")]);

    /// <summary>Defaults that depend on the engine, in words, by key.</summary>
    public ImmutableSortedDictionary<string, string> Defaults { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public string DefaultOf(string key) => Defaults.GetValueOrDefault(key, "");
}
