using System.Collections.Immutable;

namespace ConfigKit.Catalog.Entries;

/// <summary>catalog/engines/NAME.memory.json. What an engine's releases do with weights once they are read.</summary>
[ReadFrom("engines/*.memory.json")]
internal sealed record EngineMemoryEntry
{
    public required string Engine { get; init; }

    /// <summary>The MoE kernels taken without being asked; the first that applies.</summary>
    public required ImmutableArray<MoeBackendEntry> MoeBackends { get; init; }

    /// <summary>What the kernels make of the width of an expert's part on a rank; the first that applies.</summary>
    public required ImmutableArray<MoePaddingEntry> MoePadding { get; init; }

    /// <summary>Where V4.1's Engram tables are kept.</summary>
    public required ImmutableArray<SinceVersion<string>> EngramPlacement { get; init; }

    /// <summary>Whether data ranks of a node share one copy of them in host memory.</summary>
    public required ImmutableArray<SinceVersion<bool>> EngramShared { get; init; }

    /// <summary>First release whose memory at the start is known term by term; null: none.</summary>
    public string? LedgerFrom { get; init; }

    /// <summary>First release that keeps counts of every token for each sequence on the GPU.</summary>
    public string? SamplerStateFrom { get; init; }

    /// <summary>Contexts of full length that the indexer gathers at once where they are long.</summary>
    public ImmutableArray<SinceVersion<int>> IndexerGatherOfLongContexts
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    public required ImmutableArray<SourceEntry> Sources { get; init; }
}

/// <summary>Releases and GPUs for which something holds; what is null does not limit it.</summary>
internal abstract record MoeConditionEntry
{
    public required string Backend { get; init; }

    /// <summary>Number format of the experts: mxfp4, nvfp4, fp8.</summary>
    public required string Format { get; init; }

    /// <summary>The first release.</summary>
    public string? From { get; init; }

    /// <summary>The first release for which it does not hold any more.</summary>
    public string? Until { get; init; }

    /// <summary>Compute capability times ten.</summary>
    public int? CapabilityFrom { get; init; }

    /// <summary>The first compute capability for which it does not hold any more.</summary>
    public int? CapabilityUntil { get; init; }
}

internal sealed record MoeBackendEntry : MoeConditionEntry;

internal sealed record MoePaddingEntry : MoeConditionEntry
{
    /// <summary>Multiple to which the width of an expert on a rank is rounded up; 1: none.</summary>
    public required int Width { get; init; }

    /// <summary>Multiple to which the hidden size is rounded up.</summary>
    public int? Hidden { get; init; }
}
