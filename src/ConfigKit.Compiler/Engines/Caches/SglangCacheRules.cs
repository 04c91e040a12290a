using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Engines.Caches;

/// <summary>How one release of SGLang sizes the pools of the KV cache.</summary>
internal sealed class SglangCacheRules
{
    private static readonly Lazy<SglangCacheEntry> Entry = new(() => CatalogFile.Read<SglangCacheEntry>("engines/sglang.kv.json"));

    private static readonly ConcurrentDictionary<Version, SglangCacheRules> Known = [];

    private SglangCacheRules(Version version)
    {
        var entry = Entry.Value;
        MemorySteps = ReleaseRanges.ValueAt(entry.MemorySteps, version);
        Fraction = ReleaseRanges.ValueAt(entry.MemoryFraction, version);
        FractionWithoutMemory = ReleaseRanges.ValueAt(entry.FractionWithoutMemory, version);
        SpeculativeMib = ReleaseRanges.ValueAt(entry.SpeculativeMib, version);
        DeepepMib = ReleaseRanges.ValueAt(entry.DeepepMib, version);
        DeepepPrefillGraphMib = ReleaseRanges.ValueAt(entry.DeepepPrefillGraphMib, version);
        PrefillGraphBars = ReleaseRanges.ValueAt(entry.PrefillGraphBars, version);
        SparseBackend = ReleaseRanges.ValueAt(entry.SparseBackend, version)!;
        TurnsOnSparseDataAttention = entry.SparseDataAttention.Contains(version);
        KnowsServerRoles = EngineCatalog.IsReached(entry.ServerRolesFrom, version);
        CutsGraphsToRequests = EngineCatalog.IsReached(entry.GraphsWithinRequestsFrom, version);
        HasLatentKernelForBlackwell = EngineCatalog.IsReached(entry.LatentKernelForBlackwellFrom, version);
        HasWidePages = EngineCatalog.IsReached(entry.WidePagesFrom, version);
        StoresSparseFp8OnBlackwell = EngineCatalog.IsReached(entry.SparseFp8OnBlackwellFrom, version);
        AcceptsCompressedBf16 = EngineCatalog.IsReached(entry.CompressedBf16From, version);
        CountsDraft = EngineCatalog.IsReached(entry.DraftInPoolFrom, version);
        CountsSparseRowsByBackend = EngineCatalog.IsReached(entry.SparseRowsByBackendFrom, version);
        CountsStageWindows = EngineCatalog.IsReached(entry.StageWindowsFrom, version);
        KeepsExtraSlots = EngineCatalog.IsReached(entry.ExtraSlotsFrom, version);
        KeepsStatesByRequest = EngineCatalog.IsReached(entry.RequestStatesFrom, version);
        ChecksWindows = EngineCatalog.IsReached(entry.WindowCheckFrom, version);
        CountsPadding = EngineCatalog.IsReached(entry.PaddedPagesFrom, version);
        CountsSourcePadding = EngineCatalog.IsReached(entry.PaddedSourcesFrom, version);
    }

    public ImmutableArray<SglangMemoryStep> MemorySteps { get; }
    public SglangFraction Fraction { get; }
    public double FractionWithoutMemory { get; }

    /// <summary>MiB that speculative decoding adds to the reserve.</summary>
    public int SpeculativeMib { get; }

    public int DeepepMib { get; }
    public int DeepepPrefillGraphMib { get; }
    public ImmutableArray<PrefillGraphBar> PrefillGraphBars { get; }
    public string SparseBackend { get; }
    public bool TurnsOnSparseDataAttention { get; }
    public bool KnowsServerRoles { get; }
    public bool CutsGraphsToRequests { get; }
    public bool HasLatentKernelForBlackwell { get; }
    public bool HasWidePages { get; }
    public bool StoresSparseFp8OnBlackwell { get; }
    public bool AcceptsCompressedBf16 { get; }
    public bool CountsDraft { get; }
    public bool CountsSparseRowsByBackend { get; }
    public bool CountsStageWindows { get; }
    public bool KeepsExtraSlots { get; }
    public bool KeepsStatesByRequest { get; }
    public bool ChecksWindows { get; }
    public bool CountsPadding { get; }
    public bool CountsSourcePadding { get; }

    public static SglangCacheRules Of(Version version) => Known.GetOrAdd(version, v => new(v));

    public static SglangCacheRules Of(string release) => Of(ReleaseNumber.Parse(release));
}
