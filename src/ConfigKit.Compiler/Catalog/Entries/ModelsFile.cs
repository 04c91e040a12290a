using System.Collections.Immutable;

namespace ConfigKit.Catalog.Entries;

/// <summary>catalog/models.json.</summary>
[ReadFrom("models.json")]
internal sealed record ModelsFile
{
    [FoundByName(NameKey.Exact)]
    public required ImmutableArray<FamilyEntry> Families { get; init; }

    [FoundByName(NameKey.Model)]
    public required ImmutableArray<ModelEntry> Models { get; init; }
}

/// <summary>What the checkpoints of a family have in common.</summary>
internal sealed record FamilyEntry
{
    public required string Id { get; init; }
    public ParsersEntry? Parsers { get; init; }

    /// <summary>As <see cref="ModelEntry.FirstRelease"/>.</summary>
    public ImmutableSortedDictionary<string, string?>? FirstRelease { get; init; }

    /// <summary>In a user's file alone: whether it takes the place of an entry of ours of the same name.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether MLPerf Inference has a benchmark of this family.</summary>
    public bool Mlperf { get; init; }
}

/// <summary>A checkpoint.</summary>
internal sealed record ModelEntry
{
    /// <summary>In a user's file alone: whether it takes the place of an entry of ours of the same name.</summary>
    public bool Replace { get; init; }

    /// <summary>Its name on Hugging Face.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The entry that it has its config from, and family and published figures unless it states them. Either config or base is there.
    /// </summary>
    public string? Base { get; init; }

    /// <summary>An id of <see cref="ModelsFile.Families"/>.</summary>
    public string? Family { get; init; }

    public ImmutableArray<string> Aliases
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>The licence of the weights as its publisher calls it; an SPDX id where there is one.</summary>
    public string? License { get; init; }

    /// <summary>Year, month and day, or year and month.</summary>
    public string? ReleaseDate { get; init; }

    /// <summary>The checkpoint that its publisher recommends in its place; it need not be in the catalogue.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>
    /// Engine to its first release that serves the checkpoint; null: none so far. Its family's or base's where the entry states none; an
    /// engine that is not named is judged by the model_type.
    /// </summary>
    public ImmutableSortedDictionary<string, string?>? FirstRelease { get; init; }

    /// <summary>The fields of its config.json.</summary>
    public CataloguedModelConfig? Config { get; init; }

    /// <summary>Its own quantization_config, where the rest of the config is that of <see cref="Base"/>.</summary>
    public QuantizationEntry? QuantizationConfig { get; init; }

    public PublishedEntry? Published { get; init; }
    public CheckpointEntry? Checkpoint { get; init; }

    /// <summary>Parsers that differ from its family's.</summary>
    public ParsersEntry? Parsers { get; init; }

    public required ImmutableArray<SourceEntry> Sources { get; init; }
    public string? Notes { get; init; }
}

/// <summary>Figures that the publisher states.</summary>
internal sealed record PublishedEntry
{
    public required double ParametersBillion { get; init; }
    public required double ActivatedBillion { get; init; }

    /// <summary>Tokens of context that the model card promises.</summary>
    public required int ContextDocumented { get; init; }

    public ImmutableArray<SourceEntry> Sources
    {
        get => field.IsDefault ? [] : field;
        init;
    }
}

/// <summary>The size of the published weight files.</summary>
internal sealed record CheckpointEntry
{
    /// <summary>Of the files, or of their tensors without headers (about 0.01 % less) where those were counted.</summary>
    public required long Bytes { get; init; }

    /// <summary>Whether it was counted; otherwise it comes from a rounded figure.</summary>
    public required bool Exact { get; init; }

    /// <summary>How many tensors there are; null: not known.</summary>
    public int? Tensors { get; init; }

    public required SourceEntry Source { get; init; }
}

/// <summary>Output parsers by engine.</summary>
internal sealed record ParsersEntry
{
    public EngineParsersEntry? Vllm { get; init; }
    public EngineParsersEntry? Sglang { get; init; }
}

internal sealed record EngineParsersEntry
{
    public string? ToolCall { get; init; }
    public string? Reasoning { get; init; }
    public string? TokenizerMode { get; init; }
}
