using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Text;

namespace ConfigKit.Model;

/// <summary>Number format of the KV cache.</summary>
internal enum KvCacheDtypeKind
{
    Auto,
    Bf16,
    Fp16,
    Fp8,
    Fp8E4M3,
    Fp8E5M2,
    Fp8DsMla,
    Nvfp4,
    Nvfp4DsMla,
}

/// <summary>What joins the processes of several nodes.</summary>
internal enum DistributedExecutor
{
    Mp,
    Ray,
}

/// <summary>The inference engine and its settings; what is left out takes the engine's own default.</summary>
internal sealed record ServingSection
{
    public static ImmutableArray<Choice<DistributedExecutor>> Executors { get; } =
    [
        new("mp", DistributedExecutor.Mp, "each node starts its own processes (vLLM 0.12 or newer)"),
        new("ray", DistributedExecutor.Ray, "a Ray cluster over the nodes of the group; Ray is installed in the image"),
    ];

    public static ImmutableArray<Choice<KvCacheDtypeKind>> KvCacheDtypes { get; } =
    [
        new("auto", KvCacheDtypeKind.Auto, "the engine's choice for this model and GPU"),
        new("bf16", KvCacheDtypeKind.Bf16, "2 bytes per value"),
        new("fp16", KvCacheDtypeKind.Fp16, "2 bytes per value"),
        new("fp8", KvCacheDtypeKind.Fp8, "1 byte per value, the engine's FP8 format"),
        new("fp8_e4m3", KvCacheDtypeKind.Fp8E4M3, "1 byte per value"),
        new("fp8_e5m2", KvCacheDtypeKind.Fp8E5M2, "1 byte per value"),
        new("fp8_ds_mla", KvCacheDtypeKind.Fp8DsMla, "vLLM's layout for sparse MLA: 656 bytes per token and layer"),
        new("nvfp4", KvCacheDtypeKind.Nvfp4, "0.5 bytes per value plus scales"),
        new("nvfp4_ds_mla", KvCacheDtypeKind.Nvfp4DsMla, "vLLM's 4-bit layout for sparse MLA on SM100"),
    ];

    /// <summary>The engine's name; null: the default one.</summary>
    public string? Engine { get; init; }

    public string? EngineVersion { get; init; }

    /// <summary>Tokens; -1: as long as the memory allows.</summary>
    public int? MaxModelLen { get; init; }

    public int? MaxNumSeqs { get; init; }
    public int? MaxNumBatchedTokens { get; init; }
    public double? GpuMemoryUtilization { get; init; }
    public double? MemFractionStatic { get; init; }
    public double? FreeGpuMemoryFraction { get; init; }

    /// <summary>Bytes of KV cache per GPU; null: what the memory share leaves.</summary>
    public long? KvCacheMemory { get; init; }

    public KvOffloadSection? KvOffload { get; init; }
    public KvCacheDtypeKind? KvCacheDtype { get; init; }
    public int? BlockSize { get; init; }
    public bool? EnforceEager { get; init; }
    public bool? EnableChunkedPrefill { get; init; }
    public bool? EnablePrefixCaching { get; init; }
    public SpeculativeSection? Speculative { get; init; }
    public EngramSection? Engram { get; init; }
    public DistributedExecutor? DistributedExecutorBackend { get; init; }
    public string? AttentionBackend { get; init; }
    public string? MoeBackend { get; init; }
    public bool? ToolCalls { get; init; }
    public bool? Reasoning { get; init; }
    public int? Port { get; init; }
    public TimeSpan? DistributedTimeout { get; init; }
    public required ImmutableSortedDictionary<string, string> Env { get; init; }
    public ImmutableArray<string> ExtraArgs { get; init; }

    public static Default<KvCacheDtypeKind> KvCacheDtypeDefault { get; } = new(KvCacheDtypeKind.Auto);
    public static Default<bool> EnforceEagerDefault { get; } = new(false);
    public static Default<bool> EnablePrefixCachingDefault { get; } = new(true);
    public static Default<bool> ToolCallsDefault { get; } = new(false);
    public static Default<bool> ReasoningDefault { get; } = new(false);

    /// <summary>The memory shares by key: each engine has one of its own, and the same number means something else in each.</summary>
    public ImmutableArray<(string Key, double? Value)> MemoryFractions =>
        [
            ("serving.gpu_memory_utilization", GpuMemoryUtilization),
            ("serving.mem_fraction_static", MemFractionStatic),
            ("serving.free_gpu_memory_fraction", FreeGpuMemoryFraction),
        ];

    public static ServingSection Bind(SectionReader s, Vocabulary words) =>
        new()
        {
            Engine = s.Word(
                "engine",
                "The inference engine.",
                [.. words.Engines.Select(e => new ChoiceInfo(e.Name, e.Description))],
                @default: Default.ByEngine(words.DefaultOf("serving.engine")),
                example: words.DefaultOf("serving.engine")
            ),
            EngineVersion = s.Text(
                "engine_version",
                "Release of the engine, without a leading v.",
                @default: Default.ByEngine("the newest release in the catalogue"),
                example: "\"0.11.0\"",
                pattern: @"^[0-9]+(\.[0-9]+){1,3}[A-Za-z0-9.+-]*$",
                meaning: "a version such as \"0.11.0\""
            ),
            MaxModelLen = s.Integer(
                "max_model_len",
                "Maximum sequence length in tokens, prompt and output together; `auto` uses the longest that fits.",
                1,
                1_000_000_000,
                @default: Default.Rule("the model's longest context"),
                example: "65536",
                ("auto", -1)
            ),
            MaxNumSeqs = s.Integer(
                "max_num_seqs",
                "Maximum number of sequences per step.",
                1,
                1_000_000,
                @default: Default.ByEngine("the engine's"),
                example: "256"
            ),
            MaxNumBatchedTokens = s.Integer(
                "max_num_batched_tokens",
                "Maximum number of tokens per step (SGLang: chunked_prefill_size).",
                1,
                100_000_000,
                @default: Default.ByEngine("the engine's"),
                example: "8192"
            ),
            GpuMemoryUtilization = s.Number(
                "gpu_memory_utilization",
                "vLLM: share of total GPU memory that the engine may use for everything.",
                0.01,
                1,
                @default: Default.ByEngine(words.DefaultOf("serving.gpu_memory_utilization")),
                example: "0.90"
            ),
            MemFractionStatic = s.Number(
                "mem_fraction_static",
                "SGLang: share of the memory free before loading that weights and KV cache "
                    + "may use; activations and CUDA graphs come on top.",
                0.01,
                1,
                @default: Default.ByEngine("computed from batch size and layout, as in SGLang"),
                example: "0.85"
            ),
            FreeGpuMemoryFraction = s.Number(
                "free_gpu_memory_fraction",
                "TensorRT-LLM: share of the memory left after loading the weights that the KV cache may use.",
                0.01,
                1,
                @default: Default.ByEngine(words.DefaultOf("serving.free_gpu_memory_fraction")),
                example: "0.85"
            ),
            KvCacheMemory = s.Size(
                "kv_cache_memory",
                "KV cache per GPU, in place of what the engine's memory share leaves.",
                @default: Default.Rule("what the memory share leaves"),
                example: "40GiB",
                min: Quantity.MiB
            ),
            KvOffload = s.OptionalSection("kv_offload", "A second tier of the KV cache in host memory.", KvOffloadSection.Bind),
            KvCacheDtype = s.Choice(
                "kv_cache_dtype",
                "Number format of the KV cache.",
                KvCacheDtypes,
                @default: KvCacheDtypeDefault,
                example: "auto"
            ),
            BlockSize = s.Integer(
                "block_size",
                "Tokens per KV cache block.",
                1,
                4096,
                @default: Default.ByEngine("the attention backend's"),
                example: "64"
            ),
            EnforceEager = s.Boolean(
                "enforce_eager",
                "Runs without CUDA graphs: less memory, slower decoding.",
                @default: EnforceEagerDefault,
                example: "false"
            ),
            EnableChunkedPrefill = s.Boolean(
                "enable_chunked_prefill",
                "Splits long prompts into several steps.",
                @default: Default.ByEngine("true")
            ),
            EnablePrefixCaching = s.Boolean(
                "enable_prefix_caching",
                "Reuses the KV cache of common prefixes.",
                @default: EnablePrefixCachingDefault
            ),
            Speculative = s.OptionalSection("speculative", "Speculative decoding.", SpeculativeSection.Bind),
            Engram = s.OptionalSection("engram", "V4.1's tables of hashed n-grams.", EngramSection.Bind),
            DistributedExecutorBackend = s.Choice(
                "distributed_executor_backend",
                "vLLM: how the processes of several nodes are connected.",
                Executors,
                @default: Default.ByEngine(words.DefaultOf("serving.distributed_executor_backend")),
                example: "mp"
            ),
            AttentionBackend = s.Text(
                "attention_backend",
                "Attention kernel, by the engine's name for it.",
                @default: Default.ByEngine("the engine's choice"),
                example: "FLASHMLA",
                pattern: "^[A-Za-z][A-Za-z0-9_]{0,63}$",
                meaning: "a name of letters, digits and `_`"
            ),
            MoeBackend = s.Text(
                "moe_backend",
                "MoE kernel, by the engine's name for it.",
                @default: Default.ByEngine("the engine's choice"),
                example: "marlin",
                pattern: "^[A-Za-z][A-Za-z0-9_]{0,63}$",
                meaning: "a name of letters, digits and `_`"
            ),
            ToolCalls = s.Boolean("tool_calls", "Enables tool calls, with the parser for the model's family.", @default: ToolCallsDefault),
            Reasoning = s.Boolean(
                "reasoning",
                "Separates reasoning from the answer, with the parser for the model's family.",
                @default: ReasoningDefault
            ),
            Port = s.Integer(
                "port",
                "TCP port of the HTTP endpoint.",
                1,
                65_535,
                @default: Default.ByEngine(words.DefaultOf("serving.port")),
                example: "8000"
            ),
            DistributedTimeout = s.Duration(
                "distributed_timeout",
                "How long a collective operation may take before the engine stops (vLLM: "
                    + "distributed_timeout_seconds, SGLang: dist_timeout). NCCL itself has no such setting.",
                @default: Default.ByEngine("PyTorch's: 10 minutes"),
                example: "30m"
            ),
            Env = s.Map(
                "env",
                "Additional environment variables of the engine; NCCL variables are checked by name and value.",
                "^[A-Za-z_][A-Za-z0-9_]{0,254}$",
                "a variable name of letters, digits and `_`",
                example: "{NCCL_DEBUG: WARN}"
            ),
            ExtraArgs = s.Texts(
                "extra_args",
                "Additional command-line arguments of the engine, one per item.",
                example: "[\"--enable-log-requests\"]"
            ),
        };
}
