using System.Collections.Immutable;

namespace ConfigKit.Binding;

/// <summary>The shape of a value in deepseek-config.yaml.</summary>
internal enum KeyType
{
    Text,
    Integer,
    Number,
    Boolean,

    /// <summary>Bytes with a unit: <c>80GiB</c>.</summary>
    Size,

    /// <summary>Bytes or bits per second with a unit: <c>400Gbps</c>, <c>3.35TB/s</c>.</summary>
    Rate,

    /// <summary>A time with a unit: <c>30s</c>.</summary>
    Duration,

    Choice,
    List,
    Map,
    Section,

    /// <summary>Anything: the user's own values.</summary>
    Any,
}

/// <summary>One allowed word of a closed set.</summary>
internal sealed record ChoiceInfo(string Name, string Description);

/// <summary>
/// All that is known of one key. Schema, reference page, hover and `explain` are views of this; it is recorded from
/// the same calls that bind the key, so that the two can't differ.
/// </summary>
internal sealed record KeyInfo(string Path, string Name, KeyType Type, string Description)
{
    /// <summary>What applies when the key is left out, in words; empty when nothing does.</summary>
    public string Default { get; init; } = "";

    public DefaultKind DefaultKind { get; init; }

    /// <summary>The value in <see cref="Default"/>; null where a rule without a value applies, or nothing.</summary>
    public object? DefaultValue { get; init; }

    /// <summary>Writes a value of the key as the file does; null for sections and maps.</summary>
    public Func<object, string>? Write { get; init; }

    /// <summary>A value as written in YAML.</summary>
    public string Example { get; init; } = "";

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>An ECMAScript regular expression for texts, list items or map keys.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>The pattern in words, for messages.</summary>
    public string PatternMeaning { get; init; } = "";

    public bool IsRequired { get; init; }

    public ImmutableArray<ChoiceInfo> Choices { get; init; } = [];

    /// <summary>Words allowed beside the type itself, such as <c>auto</c>, and the numbers that they stand for.</summary>
    public ImmutableArray<(string Word, long Value)> Words { get; init; } = [];

    /// <summary>A section whose absence differs from an empty one.</summary>
    public bool IsOptionalSection { get; init; }

    /// <summary>A reference to a secret, never the secret.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The keys of a section, or of each item of a list of sections.</summary>
    public ImmutableArray<KeyInfo> Children { get; init; } = [];

    /// <summary>For lists: the type of an item.</summary>
    public KeyType? Item { get; init; }

    /// <summary>A scalar may stand instead of the list or section.</summary>
    public KeyType? Scalar { get; init; }
}
