using System.Globalization;
using System.Text.Json.Nodes;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Engines.Caches;
using ConfigKit.Estimation.KvCache;
using ConfigKit.Model;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>What SGLang's own functions resolved and sized, with what they were asked.</summary>
internal sealed class SglangRow(JsonObject row)
{
    private static readonly Engine Sglang = EngineList.All.First(e => e.Name == "sglang");

    private readonly JsonObject _key = row["key"]!.AsObject();
    private readonly JsonObject _flags = row["key"]!["flags"]!.AsObject();

    public JsonObject Value { get; } = row["value"]!.AsObject();

    public string Name => _key.ToJsonString();
    public bool Ran => Value["evidence"]!.GetValue<string>() == "ran";
    public string? Refused => Value["refused"]?.GetValue<string>();
    public string Release => _key["release"]!.GetValue<string>();

    public static IEnumerable<SglangRow> Read(string json) =>
        JsonNode.Parse(json)!["rows"]!.AsArray().Select(r => new SglangRow(r!.AsObject()));

    public SglangCacheRequest Request()
    {
        var memory = _key["gpu_mem_bytes"]!.GetValue<long>();
        var capability = double.Parse(_key["capability"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        return new SglangCacheRequest
        {
            Release = EngineCatalog.Release(Sglang, Release, out _),
            Model = Models.Find(_key["model"]!.GetValue<string>())!.Architecture,
            MemoryMib = (int)(memory >> 20),
            Capability = (int)Math.Round(capability * 10),
            Tensor = _key["tp"]!.GetValue<int>(),
            Pipeline = _key["pp"]!.GetValue<int>(),
            Data = _key["dp"]!.GetValue<int>(),
            DataAttention = _key["dp_attention"]!.GetValue<bool>(),
            DecodeContext = Integer("dcp-size") ?? 1,
            Role = Text("disaggregation-mode") switch
            {
                "prefill" => SglangRole.Prefill,
                "decode" => SglangRole.Decode,
                null => SglangRole.Both,
                var other => throw new InvalidOperationException(other),
            },
            CacheDtype = DtypeOf(Text("kv-cache-dtype") ?? "auto"),
            Backend = Text("attention-backend"),
            SparsePrefillBackend = Text("dsa-prefill-backend"),
            SparseDecodeBackend = Text("dsa-decode-backend"),
            CompressedBackend = Text("dsv4-attn-backend"),
            Dispatch = Text("moe-a2a-backend"),
            PageSize = Integer("page-size"),
            ChunkedPrefill = Integer("chunked-prefill-size"),
            MaxRunningRequests = Integer("max-running-requests"),
            ContextLength = Integer("context-length"),
            MemoryFraction = Number("mem-fraction-static"),
            WindowRatio = Number("swa-full-tokens-ratio"),
            Draft = Text("speculative-algorithm") switch
            {
                "EAGLE" => SpeculativeMethod.Mtp,
                "DSPARK" => SpeculativeMethod.Dspark,
                null => null,
                var other => throw new InvalidOperationException(other),
            },
            DraftSteps = Integer("speculative-num-steps"),
            DraftTopK = Integer("speculative-eagle-topk"),
            DraftTokens = Integer("speculative-num-draft-tokens"),
            DataHead = Has("enable-dp-lm-head"),
            RadixCache = !Has("disable-radix-cache"),
            DecodeRadixCache = Has("disaggregation-decode-enable-radix-cache"),
            HierarchicalCache = Has("enable-hierarchical-cache"),
            TwoBatchOverlap = Has("enable-two-batch-overlap"),
            MixedChunk = Has("enable-mixed-chunk"),
            SparseOffload = Has("enable-hisparse"),
            EncoderReplay = Has("enable-encoder-swa-bounded-replay"),
            DecoderReplay = Has("enable-decoder-swa-bounded-replay"),
            PrefillContextParallel = Has("enable-prefill-cp"),
            ContextStrategy = Text("cp-strategy"),
        };
    }

    /// <summary>Its pools on the first stage; layers that do not divide go to the last stages.</summary>
    public SglangPools Pools(SglangCacheRequest request, SglangCacheSettings settings) =>
        SglangPoolPlanner.Plan(
            new()
            {
                Request = request,
                Settings = settings,
                Layers = request.Model.NumHiddenLayers / request.Pipeline,
                Bytes = (long)(_key["free_after_weights_minus_slack_gib"]!.GetValue<double>() * (1L << 30)),
            }
        );

    public KvRefusalReason Reason()
    {
        (string Part, KvRefusalReason Reason)[] parts =
        [
            ("leaves no room", KvRefusalReason.TooLittleMemory),
            ("cannot hold even one request", KvRefusalReason.TooLittleMemory),
            ("kv_cache_dtype", KvRefusalReason.CacheDtype),
            ("fp8_e5m2 is not supported", KvRefusalReason.CacheDtype),
            ("TRTLLM MLA backend", KvRefusalReason.NoAttentionBackend),
            ("--dsv4-attn-backend", KvRefusalReason.NoAttentionBackend),
            ("DSA backends", KvRefusalReason.NoAttentionBackend),
            ("pipeline parallelism", KvRefusalReason.NoPipelineStages),
            ("--speculative-draft-model-path", KvRefusalReason.NoSuchDraft),
        ];

        // The assertion has no words; it stands in srt/arg_groups/parallel_hook.py.
        return Value["at"]?.GetValue<string>().Contains("parallel_hook", StringComparison.Ordinal) == true
            ? KvRefusalReason.AttentionGroups
            : parts
                .Where(p => Refused!.Contains(p.Part, StringComparison.Ordinal))
                .Select(p => p.Reason)
                .FirstOrDefault(KvRefusalReason.Flags);
    }

    private static KvCacheDtypeKind DtypeOf(string name) =>
        ServingSection.KvCacheDtypes.First(k => k.Name == (name == "bfloat16" ? "bf16" : name)).Value;

    private string? Text(string flag) => _flags[flag]?.GetValue<string>();

    private int? Integer(string flag) => Text(flag) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private double? Number(string flag) => Text(flag) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    private bool Has(string flag) => _flags[flag]?.GetValue<bool>() == true;
}
