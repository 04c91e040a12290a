using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Engines.Caches;

/// <summary>How one release of SGLang sizes the pools of the KV cache.</summary>
internal sealed class SglangCacheRules
{
    private static readonly Lazy<SglangCacheEntry> Entry = new(() => CatalogFile.Read<SglangCacheEntry>("engines/sglang.kv.json"));

    private readonly Version _version;

    private SglangCacheRules(Version version) => _version = version;

    public ImmutableArray<SglangMemoryStep> MemorySteps => ReleaseRanges.ValueAt(Entry.Value.MemorySteps, _version);
    public SglangFraction Fraction => ReleaseRanges.ValueAt(Entry.Value.MemoryFraction, _version);
    public double FractionWithoutMemory => ReleaseRanges.ValueAt(Entry.Value.FractionWithoutMemory, _version);

    /// <summary>MiB that speculative decoding adds to the reserve.</summary>
    public int SpeculativeMib => ReleaseRanges.ValueAt(Entry.Value.SpeculativeMib, _version);

    public int DeepepMib => ReleaseRanges.ValueAt(Entry.Value.DeepepMib, _version);
    public int DeepepPrefillGraphMib => ReleaseRanges.ValueAt(Entry.Value.DeepepPrefillGraphMib, _version);
    public ImmutableArray<PrefillGraphBar> PrefillGraphBars => ReleaseRanges.ValueAt(Entry.Value.PrefillGraphBars, _version);
    public string SparseBackend => ReleaseRanges.ValueAt(Entry.Value.SparseBackend, _version)!;
    public bool TurnsOnSparseDataAttention => Entry.Value.SparseDataAttention.Contains(_version);
    public bool KnowsServerRoles => IsReached(Entry.Value.ServerRolesFrom);
    public bool CutsGraphsToRequests => IsReached(Entry.Value.GraphsWithinRequestsFrom);
    public bool HasLatentKernelForBlackwell => IsReached(Entry.Value.LatentKernelForBlackwellFrom);
    public bool HasWidePages => IsReached(Entry.Value.WidePagesFrom);
    public bool StoresSparseFp8OnBlackwell => IsReached(Entry.Value.SparseFp8OnBlackwellFrom);
    public bool AcceptsCompressedBf16 => IsReached(Entry.Value.CompressedBf16From);
    public bool CountsDraft => IsReached(Entry.Value.DraftInPoolFrom);
    public bool CountsSparseRowsByBackend => IsReached(Entry.Value.SparseRowsByBackendFrom);
    public bool CountsStageWindows => IsReached(Entry.Value.StageWindowsFrom);
    public bool KeepsExtraSlots => IsReached(Entry.Value.ExtraSlotsFrom);
    public bool KeepsStatesByRequest => IsReached(Entry.Value.RequestStatesFrom);
    public bool ChecksWindows => IsReached(Entry.Value.WindowCheckFrom);
    public bool CountsPadding => IsReached(Entry.Value.PaddedPagesFrom);
    public bool CountsSourcePadding => IsReached(Entry.Value.PaddedSourcesFrom);

    public static SglangCacheRules Of(Version version) => new(version);

    public static SglangCacheRules Of(string release) => new(ReleaseNumber.Parse(release));

    private bool IsReached(string from) => EngineCatalog.IsReached(from, _version);
}
