using System.Text.Json.Nodes;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Engines.Caches;
using ConfigKit.Estimation.KvCache;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>A plan that vLLM's own planner made: what was asked for, what it resolved, and what it answered.</summary>
internal sealed class VllmRow(JsonObject row)
{
    private static readonly Engine Vllm = EngineList.All.First(e => e.Name == "vllm");

    private readonly JsonObject? _resolved = row["resolved"]?.AsObject();

    public string Name =>
        string.Join(
            ' ',
            row.Where(p => p.Key is not ("resolved" or "layout" or "groups")).Select(p => $"{p.Key}={p.Value?.ToJsonString()}")
        );

    public string Release => Text("release")!;
    public string Device => Text("device")!;
    public bool IsResolved => _resolved is not null;
    public string? Refused => Text("refused");
    public string? Layout => Text("layout");
    public JsonArray? Groups => row["groups"]?.AsArray();
    public long? Available => Long("available_bytes");

    public long? Long(string name) => row[name]?.GetValue<long>();

    public double? Number(string name) => row[name]?.GetValue<double>();

    public static IEnumerable<VllmRow> Read(string json) =>
        JsonNode.Parse(json)!["rows"]!.AsArray().Select(r => new VllmRow(r!.AsObject()));

    public VllmCacheRequest Request()
    {
        var (gib, capability) = Device switch
        {
            "H200" => (141, 90),
            "B200" => (180, 100),
            "RTX PRO 6000" => (96, 120),
            var other => throw new InvalidOperationException(other),
        };
        var model = ModelOf(Text("model")!);
        return new VllmCacheRequest
        {
            Release = EngineCatalog.Release(Vllm, Release, out _),
            Model = model.Architecture,
            IsQuantized = model.Quantization.Dense is not (WeightFormat.Bf16 or WeightFormat.Fp16),
            Device = Device.ToLowerInvariant(),
            MemoryGib = gib,
            Capability = capability,
            Tensor = Integer("tp") ?? 1,
            Pipeline = Integer("pp") ?? 1,
            DecodeContext = Integer("dcp") ?? 1,
            CacheDtype = DtypeOf(Text("kv_cache_dtype")!),
            BlockSize = Integer("block_size"),
            MaxModelLen = Integer("max_model_len"),
            MaxNumBatchedTokens = Integer("max_num_batched_tokens"),
            MaxNumSeqs = Integer("max_num_seqs"),
            AsyncScheduling = row["other"]?["async_scheduling"]?.GetValue<bool>(),
            Draft = Text("spec_method") switch
            {
                "mtp" => SpeculativeMethod.Mtp,
                "dspark" => SpeculativeMethod.Dspark,
                null => null,
                var other => throw new InvalidOperationException(other),
            },
        };
    }

    /// <summary>What the engine resolved, as the row has it.</summary>
    public VllmCacheSettings Settings() =>
        new()
        {
            CacheDtype = DtypeOf(_resolved!["cache_dtype"]!.GetValue<string>()),
            BlockSize = _resolved["block_size"]!.GetValue<int>(),
            MaxModelLen = _resolved["max_model_len"]!.GetValue<int>(),
            MaxNumSeqs = _resolved["max_num_seqs"]!.GetValue<int>(),
            MaxNumBatchedTokens = _resolved["max_num_batched_tokens"]!.GetValue<int>(),
            AsyncScheduling = _resolved["async_scheduling"]!.GetValue<bool>(),
            SecondRunner = _resolved["model_runner"]!.GetValue<string>() == "V2",
        };

    public long? TokensInFlight => _resolved?["in_flight_tokens"]?.GetValue<long>();

    public KvPlanInput Input(VllmCacheRequest request, VllmCacheSettings settings) =>
        new()
        {
            Model = request.Model,
            Rules = VllmCacheRules.Of(request.Release.Version),
            Settings = settings,
            Tensor = request.Tensor,
            StageLayers = LayoutResolver.Split(request.Model.NumHiddenLayers, request.Pipeline),
            DecodeContext = request.DecodeContext,
            Capability = request.Capability,
            Draft = request.Draft,
            DraftTokens = Integer("spec_tokens") ?? 0,
            HybridManagerOff = row["other"]?["disable_hybrid_kv_cache_manager"]?.GetValue<bool>() == true,
        };

    public VllmKvPlan Plan(KvPlanInput input) =>
        VllmKvPlanner.Plan(input, [.. Enumerable.Repeat(Available ?? 0, input.StageLayers.Length)]);

    /// <summary>The kind of the engine's refusal, from a part of its message.</summary>
    public KvRefusalReason Reason()
    {
        (string Part, KvRefusalReason Reason)[] parts =
        [
            ("too little KV memory", KvRefusalReason.TooLittleMemory),
            ("model type `deepseek", KvRefusalReason.UnknownModel),
            ("SpeculativeConfig method", KvRefusalReason.UnknownDraftMethod),
            ("no classic-MTP draft", KvRefusalReason.NoSuchDraft),
            ("SupportsPP", KvRefusalReason.NoPipelineStages),
            ("Pipeline parallelism is not supported", KvRefusalReason.NoPipelineStages),
            ("only support fp8 kv-cache", KvRefusalReason.CacheDtype),
            ("only supports fp8 kv-cache", KvRefusalReason.CacheDtype),
            ("decodes only on SM100", KvRefusalReason.CacheDtype),
            ("No valid attention backend", KvRefusalReason.NoAttentionBackend),
            ("DCP not support sliding window", KvRefusalReason.WindowInDecodeContext),
            ("DCP for FlashMLA sparse", KvRefusalReason.DtypeInDecodeContext),
            ("PP splits", KvRefusalReason.StageSplitsSource),
            ("ZeroDivisionError", KvRefusalReason.BlockWithoutState),
            ("AssertionError()", KvRefusalReason.StateWiderThanPage),
            ("bounded_replay", KvRefusalReason.HybridManagerOff),
        ];
        return parts.First(p => Refused!.Contains(p.Part, StringComparison.Ordinal)).Reason;
    }

    private static Checkpoint ModelOf(string name) =>
        Models.Find("deepseek-ai/" + name)
        ?? HuggingFaceConfig.Parse(
            // The published config, as far as its cache depends on it.
            """
            {"architectures": ["Qwen3MoeForCausalLM"], "model_type": "qwen3_moe", "hidden_size": 4096, "num_hidden_layers": 94,
             "num_attention_heads": 64, "num_key_value_heads": 4, "head_dim": 128, "vocab_size": 151936, "num_experts": 128,
             "num_experts_per_tok": 8, "moe_intermediate_size": 1536, "max_position_embeddings": 40960}
            """,
            name,
            out _
        )!;

    private static KvCacheDtypeKind DtypeOf(string name) =>
        ServingSection.KvCacheDtypes.First(k => k.Name == (name == "bfloat16" ? "bf16" : name)).Value;

    private string? Text(string name) => row[name]?.GetValue<string>();

    private int? Integer(string name) => row[name]?.GetValue<int>();
}
