using System.Collections.Immutable;
using System.Text.Json;

namespace ConfigKit.Catalog.Entries;

/// <summary>The quantization_config of a config.json.</summary>
internal sealed record QuantizationEntry
{
    public string? QuantMethod { get; init; }

    /// <summary>FP8: number format of the weights (e4m3).</summary>
    public string? Fmt { get; init; }

    /// <summary>FP8: rows and columns of a block that shares a scale; empty where a channel does.</summary>
    public ImmutableArray<int> WeightBlockSize
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>FP8: how scales are stored (ue8m0: one byte).</summary>
    public string? ScaleFmt { get; init; }

    public string? ActivationScheme { get; init; }
    public string? ExpertDtype { get; init; }
    public int? Bits { get; init; }
    public int? GroupSize { get; init; }
    public bool? ZeroPoint { get; init; }

    /// <summary>compressed-tensors: float-quantized, int-quantized, pack-quantized.</summary>
    public string? Format { get; init; }

    /// <summary>compressed-tensors: sets of layers with the number format of each.</summary>
    public JsonElement? ConfigGroups { get; init; }

    /// <summary>ModelOpt: NVFP4, FP8, …</summary>
    public string? QuantAlgo { get; init; }

    /// <summary>ModelOpt: what routed experts have where quant_algo is MIXED_PRECISION.</summary>
    public string? MoeQuantAlgo { get; init; }

    public string? KvCacheQuantAlgo { get; init; }

    /// <summary>Ours, for what ModelOpt lists as modules to leave out: attention projections that stay in bf16.</summary>
    public ImmutableArray<string> Bf16Attention
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Ours: whether the multi-token prediction layers stay in bf16.</summary>
    public bool? Bf16Mtp { get; init; }
}

/// <summary>The number format of the weights of a compressed-tensors group.</summary>
internal sealed record QuantizedWeightsEntry
{
    public int? NumBits { get; init; }
    public int? GroupSize { get; init; }

    /// <summary>float or int.</summary>
    public string? Type { get; init; }
}
