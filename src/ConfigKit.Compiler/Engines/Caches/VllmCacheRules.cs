using System.Collections.Concurrent;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Engines.Caches;

/// <summary>How one release of vLLM plans the KV cache.</summary>
internal sealed class VllmCacheRules
{
    private static readonly Lazy<VllmCacheEntry> Entry = new(() => CatalogFile.Read<VllmCacheEntry>("engines/vllm.kv.json"));

    private static readonly ConcurrentDictionary<Version, VllmCacheRules> Known = [];

    private readonly Version _version;

    private VllmCacheRules(Version version)
    {
        _version = version;
        var entry = Entry.Value;
        Groups = ReleaseRanges.ValueAt(entry.Groups, version);
        StatePages = ReleaseRanges.ValueAt(entry.StatePages, version);
        BlockBytes = ReleaseRanges.ValueAt(entry.BlockBytes, version);
        RequestBytes = ReleaseRanges.ValueAt(entry.RequestBytes, version);
        Concurrency = ReleaseRanges.ValueAt(entry.Concurrency, version);
        TokensInFlight = ReleaseRanges.ValueAt(entry.TokensInFlight, version);
        AlignedStrides = ReleaseRanges.ValueAt(entry.AlignedStrides, version);
        SecondRunner = ReleaseRanges.ValueAt(entry.SecondRunner, version) ?? new SecondRunnerEntry();
        LowestOfFp8Latent = ReleaseRanges.ValueAt(entry.LowestOfFp8Latent, version);
        KnowsRefusals = EngineCatalog.IsReached(entry.RefusalsKnownFrom, version);
        HasNullBlock = EngineCatalog.IsReached(entry.NullBlockFrom, version);
        HasAsyncScheduling = EngineCatalog.IsReached(entry.AsyncSchedulingFrom, version);
        AsyncNeedsOneStage = EngineCatalog.IsReached(entry.AsyncNeedsOneStageFrom, version);
        HasCompressedStages = EngineCatalog.IsReached(entry.CompressedStagesFrom, version);
        HasDspark = EngineCatalog.IsReached(entry.DsparkFrom, version);
        HasDraftStages = EngineCatalog.IsReached(entry.DraftStagesFrom, version);
    }

    public KvGrouping Groups { get; }
    public KvStatePages StatePages { get; }
    public KvBlockBytes BlockBytes { get; }
    public KvRequestBytes RequestBytes { get; }
    public KvConcurrency Concurrency { get; }
    public KvTokensInFlight TokensInFlight { get; }
    public KvAlignedStrides AlignedStrides { get; }
    public SecondRunnerEntry SecondRunner { get; }

    /// <summary>Compute capability, times ten, from which MLA's latent is stored in fp8; older releases stored heads, on any GPU.</summary>
    public int LowestOfFp8Latent { get; }

    /// <summary>Whether it is known what the release refuses.</summary>
    public bool KnowsRefusals { get; }

    /// <summary>Whether one block is kept before a request is tested.</summary>
    public bool HasNullBlock { get; }

    public bool HasAsyncScheduling { get; }
    public bool AsyncNeedsOneStage { get; }
    public bool HasCompressedStages { get; }
    public bool HasDspark { get; }
    public bool HasDraftStages { get; }

    public static VllmCacheRules Of(Version version) => Known.GetOrAdd(version, v => new(v));

    public static VllmCacheRules Of(string release) => Of(ReleaseNumber.Parse(release));

    /// <summary>The rule for a stated format; null: the release refuses it.</summary>
    public CacheDtypeEntry? DtypeRule(VllmCacheRequest r) =>
        Entry.Value.CacheDtypes.FirstOrDefault(e =>
            e.Layouts.Contains(r.Model.KvLayout)
            && e.Stated.Contains(r.CacheDtype)
            && (e.From is null || _version >= e.From)
            && (e.Until is null || _version < e.Until)
            && e.Capabilities?.Contains(r.Capability) != false
            && (e.HeadsPerOutputGroup is not { } heads || HasWholeGroups(r, heads))
        );

    /// <summary>Tokens of a block with the backend that is stated, else with the first that runs.</summary>
    public BlockSizeEntry? BlockSize(VllmCacheRequest r, Model.KvCacheDtypeKind dtype)
    {
        var fits = Entry.Value.BlockSizes.Where(e =>
            e.Layouts.Contains(r.Model.KvLayout)
            && (e.From is null || _version >= e.From)
            && e.Capabilities?.Contains(r.Capability) != false
            && (e.Dtypes.IsEmpty || e.Dtypes.Contains(dtype))
        );
        return fits.FirstOrDefault(e => r.Backend is not null && e.Backend == r.Backend) ?? fits.FirstOrDefault();
    }

    private static bool HasWholeGroups(VllmCacheRequest r, int heads) =>
        r.Model.OGroups > 0 && r.Model.OGroups % r.Tensor == 0 && r.Model.NumAttentionHeads == heads * r.Model.OGroups;
}
