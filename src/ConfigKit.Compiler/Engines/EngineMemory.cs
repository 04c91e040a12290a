using ConfigKit.Catalog.Entries;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>What a release of an engine does with weights once they are read.</summary>
/// <param name="entry">Null: nothing is known of the engine.</param>
internal sealed class EngineMemory(EngineMemoryEntry? entry, Version version)
{
    public MoeKernels Moe { get; } = new(entry, version);

    /// <summary>Whether it is known term by term what a start charges against the budget.</summary>
    public bool HasLedger => IsReached(entry?.LedgerFrom);

    /// <summary>Whether counts of every token are kept for each sequence on the GPU, for penalties.</summary>
    public bool HasSamplerState => IsReached(entry?.SamplerStateFrom);

    /// <summary>Contexts of full length that the indexer gathers at once where they are long.</summary>
    public int IndexerGatherOfLongContexts => entry is null ? 0 : ReleaseRanges.ValueAt(entry.IndexerGatherOfLongContexts, version);

    /// <summary>Where V4.1's Engram tables are kept by default.</summary>
    public EngramPlacement EngramPlacement =>
        entry is not null && ReleaseRanges.ValueAt(entry.EngramPlacement, version) == "host" ? EngramPlacement.Host : EngramPlacement.Gpu;

    /// <summary>Whether data ranks of a node share one copy of tables in host memory by default.</summary>
    public bool SharesEngram => entry is not null && ReleaseRanges.ValueAt(entry.EngramShared, version);

    private bool IsReached(string? from) => from is not null && version >= ReleaseNumber.Parse(from);
}
