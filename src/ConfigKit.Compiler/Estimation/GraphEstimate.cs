using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>
/// What vLLM charges for CUDA graphs: it captures a few and extrapolates, about twice what the capture takes in the end
/// (v1/worker/gpu/cudagraph_utils.py:922-1040). Its parts are read off starts of 0.33.0 on H200.
/// </summary>
internal static class GraphEstimate
{
    // Of each layer and captured size; the part that tensor ranks divide.
    private const double LayerMib = 0.54;
    private const double DividedShare = 0.65;

    // Prefill buffers of MLA are kept twice: by the piecewise and by the full graphs.
    private const int LatentCopies = 2;

    // V3.2: of each head and size; V4: once, and of each layer and size. Measured up to so many sizes.
    private const double SparseHeadMib = 1.6;
    private const double CompressedMib = 375;
    private const double CompressedLayerMib = 4.26;
    private const int MostSizes = 10;
    private const int MostCompressedSizes = 16;

    // Sizes that are captured: 1, 2, 4, then steps of 8 up to 256, of 16 above (config/vllm.py).
    private const int LargestSize = 512;
    private const int WideSteps = 256;

    /// <summary>Batch sizes that are captured by default.</summary>
    public static int DefaultSizes(int sequences)
    {
        var largest = Math.Min(2 * sequences, LargestSize);
        return 3 + ((Math.Min(largest, WideSteps - 8)) / 8) + (largest >= WideSteps ? ((largest - WideSteps) / 16) + 1 : 0);
    }

    /// <param name="d">The deployment.</param>
    /// <param name="sizes">Captured batch sizes.</param>
    public static BudgetTerm Of(Deployment d, int sizes)
    {
        var isCounted = d.Engine.CountsCudaGraphs;
        var (bytes, formula) = Captured(d, sizes);
        return new(
            BudgetItem.CudaGraphs,
            d.Serving.EnforceEager || !isCounted ? 0 : bytes,
            "vllm v1/worker/gpu/cudagraph_utils.py:922-1040; starts of 0.33.0 on H200",
            () =>
                d.Serving.EnforceEager ? "none: enforce_eager"
                : isCounted ? formula()
                : "not counted by this release"
        );
    }

    private static (double Bytes, Func<string> Formula) Captured(Deployment d, int sizes)
    {
        var a = d.Model.Architecture;
        var layers = d.Layout.StageLayers.Max();
        var context = new ProfileRun(d).ContextBytes;
        switch (a.Attention)
        {
            case AttentionKind.Compressed:
                var counted = Math.Min(sizes, MostCompressedSizes);
                return (
                    (CompressedMib + (CompressedLayerMib * layers * counted)) * Quantity.MiB,
                    () => $"{CompressedMib} MiB + {layers} layers × {counted} sizes × {CompressedLayerMib} MiB"
                );
            case AttentionKind.SparseLatent:
                var heads = StorageFormat.Ceiling(a.NumAttentionHeads, d.Layout.AttentionTensor);
                var measured = Math.Min(sizes, MostSizes);
                return (
                    context + (SparseHeadMib * heads * measured * Quantity.MiB),
                    () => $"{Quantity.FormatBytes(context)} of prefill + {heads} heads × {measured} sizes × {SparseHeadMib} MiB"
                );
            default:
                var share = 1 - DividedShare + (DividedShare / d.Layout.Tensor);
                var isLatentFp8 =
                    d.Serving.KvCacheDtype.Value is KvCacheDtypeKind.Fp8 or KvCacheDtypeKind.Fp8E4M3 or KvCacheDtypeKind.Fp8E5M2;
                var copies = a.IsLatent && !isLatentFp8 ? LatentCopies : 0; // an fp8 cache takes FlashMLA, which has no such buffers
                return (
                    (LayerMib * layers * sizes * share * Quantity.MiB) + (copies * context),
                    () =>
                        $"{layers} layers × {sizes} sizes × {Quantity.Number(LayerMib * share, 2)} MiB"
                        + (copies > 0 ? $" + {copies} × {Quantity.FormatBytes(context)} of prefill" : "")
                );
        }
    }
}
