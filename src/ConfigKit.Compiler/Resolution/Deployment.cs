using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>A setting and where its value comes from.</summary>
/// <param name="Why">Empty when the user stated it; else the rule in words: "vLLM 0.11 default".</param>
internal readonly record struct Setting<T>(T Value, string Why)
{
    public bool IsStated => Why.Length == 0;

    public static implicit operator T(Setting<T> setting) => setting.Value;
}

internal static class Setting
{
    /// <summary>The user's value, or the default with its reason.</summary>
    public static Setting<T> Of<T>(T? stated, T fallback, string why)
        where T : struct => stated is { } value ? new(value, "") : new(fallback, why);
}

/// <summary>How the model is divided, all decided.</summary>
internal sealed record ParallelLayout
{
    public required Setting<int> Tensor { get; init; }
    public required Setting<int> Pipeline { get; init; }
    public required Setting<int> Data { get; init; }
    public required Setting<bool> Expert { get; init; }
    public required Setting<bool> DataParallelAttention { get; init; }
    public required Setting<int> DecodeContext { get; init; }

    /// <summary>Layers of each stage; the engine's own split unless stated. As many as stages.</summary>
    public required ImmutableArray<int> StageLayers { get; init; }

    /// <summary>
    /// GPUs that the layout takes: tensor x pipeline x data; in SGLang with data-parallel attention the data groups
    /// lie within tensor, so tensor x pipeline.
    /// </summary>
    public required int WorldSize { get; init; }

    /// <summary>Ranks over which whole experts are spread; 1 when experts are split by tensor.</summary>
    public required int ExpertSize { get; init; }

    /// <summary>Independent KV caches: one of each data rank or attention group.</summary>
    public required int Caches { get; init; }

    /// <summary>Tensor ranks of attention: 1 with data-parallel attention over all of tensor.</summary>
    public required int AttentionTensor { get; init; }
}

/// <summary>The engine's settings, all decided.</summary>
internal sealed record ServingSettings
{
    /// <summary>Tokens; 0 when `auto`: as long as fits.</summary>
    public required Setting<int> MaxModelLen { get; init; }

    public required Setting<int> MaxNumSeqs { get; init; }
    public required Setting<int> MaxNumBatchedTokens { get; init; }

    /// <summary>
    /// vLLM: share of total memory for everything. SGLang: share of free memory for weights and KV cache.
    /// TensorRT-LLM: share of what is left after weights, for the KV cache. Never one copied to the other.
    /// </summary>
    public required Setting<double> MemoryFraction { get; init; }

    /// <summary>Never Auto: resolved to what the engine would take.</summary>
    public required Setting<KvCacheDtypeKind> KvCacheDtype { get; init; }

    public required Setting<int> BlockSize { get; init; }
    public required Setting<bool> EnforceEager { get; init; }
    public required Setting<bool> ChunkedPrefill { get; init; }
    public required Setting<bool> PrefixCaching { get; init; }
    public required Setting<int> Port { get; init; }

    /// <summary>Null without speculative decoding.</summary>
    public SpeculativeMethod? SpeculativeMethod { get; init; }

    public int SpeculativeTokens { get; init; }
}

/// <summary>A configuration whose names have become facts and whose omissions have become the engine's own defaults.</summary>
internal sealed record Deployment
{
    public required DeepSeekConfig Config { get; init; }
    public required SpanTable Spans { get; init; }
    public required Checkpoint Model { get; init; }

    /// <summary>The model's quantization after `model.precision`.</summary>
    public required Quantization Quantization { get; init; }

    /// <summary>The precision after `model.precision`; never Auto.</summary>
    public required PrecisionKind Precision { get; init; }

    public required Accelerator Gpu { get; init; }

    /// <summary>Whether the GPU was assumed because the file names none.</summary>
    public bool IsGpuAssumed { get; init; }

    public required int Nodes { get; init; }
    public required Setting<int> GpusPerNode { get; init; }

    /// <summary>Device indices, or empty when gpus_per_node says it all.</summary>
    public ImmutableArray<int> GpuIds { get; init; } = [];

    /// <summary>Whether the GPUs of a node are linked (NVLink or its like).</summary>
    public required Setting<bool> IsLinked { get; init; }

    /// <summary>Bytes per second between two GPUs of a node in one direction: the link's, else PCIe's; null when not known.</summary>
    public double? IntraNodeBandwidth { get; init; }

    public required Setting<Fabric> Fabric { get; init; }
    public required int NicsPerNode { get; init; }

    /// <summary>Bytes per second of all ports of a node in one direction.</summary>
    public required double NodeNetworkBandwidth { get; init; }

    public required bool IsRdma { get; init; }
    public required bool IsGpudirect { get; init; }
    public required EngineRelease Engine { get; init; }
    public required ParallelLayout Layout { get; init; }
    public required ServingSettings Serving { get; init; }

    /// <summary>Bytes per second at which one node reads the checkpoint.</summary>
    public required Setting<long> StorageBandwidth { get; init; }

    public int GpuCount => Nodes * GpusPerNode.Value;

    /// <summary>Whether a Ray cluster joins the nodes: when stated, and before vLLM could start several nodes by itself.</summary>
    public bool UsesRay =>
        Nodes > 1
        && Engine.Kind == EngineKind.Vllm
        && (
            Config.Serving.DistributedExecutorBackend
            ?? (Engine.Version < FirstOfSeveralNodes ? DistributedExecutor.Ray : DistributedExecutor.Mp)
        ) == DistributedExecutor.Ray;

    /// <summary>The first vLLM that starts several nodes without Ray.</summary>
    public static Version FirstOfSeveralNodes { get; } = new(0, 12);
}
