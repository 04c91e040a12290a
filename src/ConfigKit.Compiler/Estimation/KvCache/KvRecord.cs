using System.Numerics;
using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Estimation.KvCache;

/// <summary>Bytes of one stored state in each layout.</summary>
internal static class KvRecord
{
    // bf16.
    private const int RotaryBytes = 2;

    // fp32.
    private const int StateBytes = 4;

    // Before vLLM 0.7.1 models/deepseek_v2.py padded the 192 values of a head to 256.
    private const int PaddedHeadDim = 256;

    // A quantized value has an fp8 scale for 16 (nvfp4) or 32 (mxfp8, mxfp4) of its kind, DeepSeek's formats one for 64 or 128.
    private const int Nvfp4Group = 16;
    private const int MxGroup = 32;
    private const int PackedGroup = 64;
    private const int LatentGroup = 128;

    /// <summary>Keys and values of a rank's heads, at least of one (GQA).</summary>
    public static long Heads(ModelArchitecture a, int tensor, KvCacheDtypeKind dtype) =>
        2L * Math.Max(1, a.NumKeyValueHeads / tensor) * Values(a.HeadDim, dtype);

    /// <summary>Keys and values of MLA's heads, each padded to the attention kernel's width.</summary>
    public static long FullHeads(ModelArchitecture a, int tensor, KvCacheDtypeKind dtype) =>
        2L * Math.Max(1, a.NumAttentionHeads / tensor) * Values(PaddedHeadDim, dtype);

    /// <summary>MLA's latent with the rotary part of the key.</summary>
    public static long Latent(ModelArchitecture a, KvCacheDtypeKind dtype) =>
        dtype switch
        {
            // The latent in fp8 with fp32 scales, the rotary part in bf16: vllm v1/attention/backends/mla/flashmla_sparse.py.
            KvCacheDtypeKind.Fp8DsMla => a.KvLoraRank
                + (StateBytes * CeilingOf(a.KvLoraRank, LatentGroup))
                + ((long)RotaryBytes * a.QkRopeHeadDim),
            KvCacheDtypeKind.Nvfp4DsMla => Nvfp4(a.KvLoraRank) + a.QkRopeHeadDim,
            _ => Values(a.KvLoraRank + a.QkRopeHeadDim, dtype),
        };

    /// <summary>
    /// V4's packed row: values without rotation in fp8, rotary ones in bf16, a scale byte for 64 values and one of padding
    /// (vllm models/deepseek_v4/compressor.py, _token_stride and _scale_dim).
    /// </summary>
    public static long Packed(ModelArchitecture a) => PackedValues(a) + ((a.HeadDim - a.QkRopeHeadDim) / PackedGroup) + 1;

    /// <summary>The values of that row, to multiples of which its pages are padded.</summary>
    public static long PackedValues(ModelArchitecture a) => a.HeadDim - a.QkRopeHeadDim + ((long)RotaryBytes * a.QkRopeHeadDim);

    /// <summary>V4.1's row on SM100: a head in fp8 with a scale for 32 values.</summary>
    public static long Scaled(int headDim) => headDim + CeilingOf(headDim, MxGroup);

    /// <summary>Two values a byte, with a scale for 16.</summary>
    public static long Nvfp4(int values) => (values / 2) + CeilingOf(values, Nvfp4Group);

    /// <summary>An indexer's key: fp8 and one fp32 scale for 128 values, or mxfp4.</summary>
    public static long IndexerKey(ModelArchitecture a, bool isFp4) =>
        isFp4
            ? (a.IndexHeadDim / 2) + CeilingOf(a.IndexHeadDim, MxGroup)
            : a.IndexHeadDim + (StateBytes * CeilingOf(a.IndexHeadDim, LatentGroup));

    /// <summary>A compressor's state: values and scores in fp32, each <paramref name="widths"/> heads wide.</summary>
    public static long CompressorState(int headDim, int widths) => 2L * widths * headDim * StateBytes;

    public static long RoundUp(long value, long multiple) => CeilingOf(value, multiple) * multiple;

    public static long CeilingOf(long value, long divisor) => (value + divisor - 1) / divisor;

    public static long LeastCommonMultiple(long a, long b) => a / (long)BigInteger.GreatestCommonDivisor(a, b) * b;

    private static long Values(int values, KvCacheDtypeKind dtype) =>
        dtype switch
        {
            KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16 or KvCacheDtypeKind.Auto => 2L * values,
            KvCacheDtypeKind.Fp8 or KvCacheDtypeKind.Fp8E4M3 or KvCacheDtypeKind.Fp8E5M2 or KvCacheDtypeKind.Fp8DsMla => values,
            KvCacheDtypeKind.Nvfp4 or KvCacheDtypeKind.Nvfp4DsMla => Nvfp4(values),
        };
}
