using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>
/// vLLM's workspace: one buffer that grows to the largest request of any layer, so it is a maximum and not a sum
/// (v1/worker/workspace.py:209). The formulas give the buffers of 19 starts of 0.33.0 on H200, of 18 to the byte.
/// </summary>
internal static class Workspace
{
    // Contexts that V4's prefill gathers at once (models/deepseek_v4/nvidia/flashmla.py:105-131).
    private const int GatheredAtOnce = 4;
    private const int TopKPadding = 128;

    // The indexer gathers eight sequences' rows for each of so many contexts of full length, up to this length.
    private const int IndexerSequences = 8;
    private const int IndexerContexts = 5;
    private const int LongContext = 262_144;
    private const int IndexKeyScaleBytes = 4;

    // Its radix sort of the chosen states.
    private const long RadixBytes = Quantity.MiB;

    // Tokens that fused MoE kernels take at once (VLLM_FUSED_MOE_CHUNK_SIZE).
    private const int ExpertChunk = 32_768;

    // FlashMLA pads a rank's heads to it.
    private const int HeadPadding = 64;

    public static BudgetTerm Of(Deployment d)
    {
        var requests = new[] { Experts(d), SparseAttention(d), Indexer(d) };
        var largest = requests.MaxBy(r => r.Bytes);
        return new(
            BudgetItem.Workspace,
            largest.Bytes,
            "vllm v1/worker/workspace.py:209, model_executor/layers/fused_moe/experts, models/deepseek_v4/nvidia/flashmla.py:105-131",
            () =>
                $"largest of {string.Join(", ", requests.Where(r => r.Bytes > 0).Select(Words))}; " + $"{largest.What}: {largest.Formula()}"
        );

        static string Words((string What, double Bytes, Func<string> Formula) request) =>
            $"{request.What} {Quantity.FormatBytes(request.Bytes)}";
    }

    /// <summary>Inputs and inner states of the experts that a step's tokens choose, as the kernel lays them out.</summary>
    private static (string What, double Bytes, Func<string> Formula) Experts(Deployment d)
    {
        var a = d.Model.Architecture;
        if (!a.IsMoe)
        {
            return ("experts", 0, () => "");
        }

        var gathers = d.Layout.ExpertSize > 1 || d.Layout.Data > 1 ? d.Layout.Data.Value : 1;
        var tokens = Math.Min((long)d.Serving.MaxNumBatchedTokens.Value * gathers, ExpertChunk);
        var (k, i) = ((long)a.HiddenSize, StorageFormat.Ceiling(a.MoeIntermediateSize, new RankShape(d).ExpertSlices));
        var backend = d.Serving.MoeBackend ?? d.Engine.Memory.Moe.Choose(d.Quantization.Experts, d.Gpu.ComputeCapability);
        var perChoice = backend switch
        {
            "flashinfer_trtllm" => 0, // FlashInfer keeps its own
            "humming" => Math.Max(2 * k, 4 * i) + i,
            "marlin" => (Math.Max(2 * i, k) + Math.Max(i, k)) * StorageFormat.Bf16Bytes,
            _ => (Math.Max(i, k) + Math.Max(2 * i, k)) * StorageFormat.Bf16Bytes, // Triton and CUTLASS
        };
        return (
            "experts",
            (double)tokens * a.ExpertsPerToken * perChoice,
            () => $"{tokens} tokens × {a.ExpertsPerToken} experts × {perChoice} B"
        );
    }

    private static (string What, double Bytes, Func<string> Formula) SparseAttention(Deployment d)
    {
        var a = d.Model.Architecture;
        long tokens = d.Serving.MaxNumBatchedTokens.Value;
        switch (a.Attention)
        {
            case AttentionKind.Compressed when Ratio(a) is > 0 and var ratio:
                var rows = StorageFormat.Ceiling(Length(d), ratio) + a.SlidingWindow + tokens;
                var chosen = StorageFormat.Ceiling(a.IndexTopK + TopKPadding, TopKPadding) * TopKPadding;
                return (
                    "attention",
                    ((double)GatheredAtOnce * rows * a.HeadDim * StorageFormat.Bf16Bytes)
                        + (tokens * ((chosen + 1) * StorageFormat.Int32Bytes)),
                    () =>
                        $"{GatheredAtOnce} × ({Length(d)} / {ratio} + {a.SlidingWindow} + {tokens}) × {a.HeadDim} × "
                        + $"{StorageFormat.Bf16Bytes} B + "
                        + $"{tokens} × {chosen + 1} × {StorageFormat.Int32Bytes} B"
                );
            case AttentionKind.SparseLatent when d.Serving.KvCacheDtype.Value == KvCacheDtypeKind.Fp8DsMla:
                // A quantised cache is gathered and widened (flashmla_sparse.py:765-833).
                long heads = a.NumAttentionHeads / d.Layout.AttentionTensor;
                var padded = StorageFormat.Ceiling(heads, HeadPadding) * HeadPadding;
                var latent = a.KvLoraRank + a.QkRopeHeadDim;
                var gathered = Length(d) * Contexts(d);
                var values = (padded * tokens * (latent + latent + a.KvLoraRank)) + (gathered * latent) + (heads * tokens * a.KvLoraRank);
                return (
                    "attention",
                    (double)values * StorageFormat.Bf16Bytes,
                    () => $"{tokens} tokens × {padded} heads and {gathered} gathered rows of {latent}"
                );
            default:
                return ("attention", 0, () => "");
        }
    }

    /// <summary>Keys of the indexer, gathered for all sequences of a prefill.</summary>
    private static (string What, double Bytes, Func<string> Formula) Indexer(Deployment d)
    {
        var a = d.Model.Architecture;
        var ratio = a.Attention == AttentionKind.Compressed ? Ratio(a) : 1;
        if (!a.IsSparse || a.IndexHeadDim == 0 || ratio == 0)
        {
            return ("indexer", 0, () => "");
        }

        var rows = Length(d) * IndexerSequences * Contexts(d) / ratio;
        var row = a.IndexHeadDim + IndexKeyScaleBytes;
        return (
            "indexer",
            ((double)rows * row) + RadixBytes,
            () => $"{Length(d)} × {IndexerSequences} × {Contexts(d)} / {ratio} rows × {row} B + {Quantity.FormatBytes(RadixBytes)}"
        );
    }

    private static int Contexts(Deployment d) => Length(d) <= LongContext ? IndexerContexts : d.Engine.Memory.IndexerGatherOfLongContexts;

    private static long Length(Deployment d) =>
        d.Serving.MaxModelLen.Value > 0 ? d.Serving.MaxModelLen.Value : d.Model.Architecture.MaxPositionEmbeddings;

    /// <summary>The least compression of layers that are compressed; 0: none is.</summary>
    private static int Ratio(ModelArchitecture a) => a.CompressRatios.Where(r => r > 0).DefaultIfEmpty(0).Min();
}
