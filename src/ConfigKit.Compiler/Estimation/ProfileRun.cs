using ConfigKit.Catalog;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>
/// The most that vLLM's profile run takes beyond what stays: a step of the most tokens, then a sample of as many sequences as may be. The
/// peak is the largest of its stages, not their sum (v1/worker/gpu/model_runner.py:843-1052).
/// </summary>
internal sealed class ProfileRun(Deployment d)
{
    private const int Fp32AndBf16 = StorageFormat.Fp32Bytes + StorageFormat.Bf16Bytes;

    // Hidden states that are live at once: in a dense layer beside the MLP's, in MLA's beside queries, in a sparse one.
    private const int DenseHiddenCopies = 2;
    private const int LatentHiddenCopies = 3;
    private const int SparseHiddenCopies = 2;

    // Copies of the hyper-connection streams that are live at once.
    private const int StreamCopies = 3;

    // MLP: gate and up, and their product.
    private const int MlpCopies = 3;

    // Rows of context that MLA's prefill expands at once (layers/attention/mla_attention.py:2329-2480).
    private const int MostContextRows = 65_536;
    private const int ContextsOfFullLength = 8;
    private const int BlocksOfEachSequence = 4;

    // Logits that the indexer allocates for the profile run (VLLM_SPARSE_INDEXER_MAX_LOGITS_MB).
    private const long IndexerLogitBytes = 512 * Quantity.MiB;

    // V4's attention kernel takes so many query heads at once.
    private const int HeadPadding = 64;

    // What torch.compile's first run takes beside a copy as large as the output head: 60 to 81 MiB on H200.
    private const long CompiledBytes = 70 * Quantity.MiB;

    private readonly ModelArchitecture _a = d.Model.Architecture;

    private long Tokens => d.Serving.MaxNumBatchedTokens.Value;

    private long Heads => StorageFormat.Ceiling(_a.NumAttentionHeads, d.Layout.AttentionTensor);

    public BudgetTerm Peak()
    {
        var stages = new[] { Forward(), Sample(), Compiled() };
        var largest = stages.MaxBy(s => s.Bytes);
        return new(
            BudgetItem.ProfilePeak,
            largest.Bytes,
            "vllm v1/worker/gpu/model_runner.py:843-1052; terms held against starts of 0.33.0 on H200",
            () =>
                $"largest of {string.Join(", ", stages.Where(s => s.Bytes > 0).Select(s => $"{s.What} {Quantity.FormatBytes(s.Bytes)}"))}; "
                + $"{largest.What}: {largest.Formula()}"
        );
    }

    /// <summary>Bytes that MLA's prefill takes to expand the latents of its context to keys and values.</summary>
    public double ContextBytes =>
        _a.IsLatent ? (double)ContextRows * Heads * (_a.QkNopeHeadDim + _a.VHeadDim) * StorageFormat.Bf16Bytes : 0;

    private long ContextRows
    {
        get
        {
            var length = d.Serving.MaxModelLen.Value > 0 ? d.Serving.MaxModelLen.Value : _a.MaxPositionEmbeddings;
            var asked = Math.Max(
                (long)ContextsOfFullLength * length,
                (long)BlocksOfEachSequence * d.Serving.MaxNumSeqs * d.Serving.BlockSize
            );
            return Math.Min(asked, MostContextRows);
        }
    }

    private (string What, double Bytes, Func<string> Formula) Forward() =>
        _a.Attention switch
        {
            AttentionKind.Grouped => Dense(),
            AttentionKind.Latent => Latent(),
            AttentionKind.SparseLatent => SparseLatent(),
            AttentionKind.Compressed => Compressed(),
        };

    private (string, double, Func<string>) Dense()
    {
        var width = _a.IsMoe ? _a.MoeIntermediateSize * _a.ExpertsPerToken : _a.IntermediateSize;
        var inner = StorageFormat.Ceiling(MlpCopies * (long)width, d.Layout.Tensor);
        var values = inner + ((long)DenseHiddenCopies * _a.HiddenSize);
        return (
            "a layer",
            (double)Tokens * values * StorageFormat.Bf16Bytes,
            () => $"{Tokens} tokens × ({inner} + {DenseHiddenCopies} × {_a.HiddenSize}) × {StorageFormat.Bf16Bytes} B"
        );
    }

    private (string, double, Func<string>) Latent()
    {
        var query = Heads * (_a.QkNopeHeadDim + _a.QkRopeHeadDim);
        var values = query + ((long)LatentHiddenCopies * _a.HiddenSize);
        return (
            "a layer",
            ContextBytes + ((double)Tokens * values * StorageFormat.Bf16Bytes),
            () =>
                $"{ContextRows} rows of context × {Heads} heads × {_a.QkNopeHeadDim + _a.VHeadDim} × {StorageFormat.Bf16Bytes} B + "
                + $"{Tokens} tokens × {values} × {StorageFormat.Bf16Bytes} B"
        );
    }

    private (string, double, Func<string>) SparseLatent()
    {
        var values = (2 * Heads * _a.KvLoraRank) + ((long)SparseHiddenCopies * _a.HiddenSize);
        return (
            "a layer",
            IndexerLogitBytes + ((double)Tokens * values * StorageFormat.Bf16Bytes),
            () =>
                $"{Quantity.FormatBytes(IndexerLogitBytes)} of the indexer's logits + "
                + $"{Tokens} tokens × (2 × {Heads} heads × {_a.KvLoraRank} + "
                + $"{SparseHiddenCopies} × {_a.HiddenSize}) × {StorageFormat.Bf16Bytes} B"
        );
    }

    private (string, double, Func<string>) Compressed()
    {
        var padded = StorageFormat.Ceiling(Heads, HeadPadding) * HeadPadding;
        var values = (2 * padded * _a.HeadDim) + ((long)StreamCopies * _a.HcMult * _a.HiddenSize);
        var logits = _a.IndexHeads > 0 ? IndexerLogitBytes : 0;
        return (
            "a layer",
            logits + ((double)Tokens * values * StorageFormat.Bf16Bytes),
            () =>
                $"{Quantity.FormatBytes(logits)} of the indexer's logits + {Tokens} tokens × (2 × {padded} heads × {_a.HeadDim} + "
                + $"{StreamCopies} × {_a.HcMult} streams × {_a.HiddenSize}) × {StorageFormat.Bf16Bytes} B"
        );
    }

    /// <summary>Logits of every sequence, gathered over tensor ranks, and their fp32 copy.</summary>
    private (string What, double Bytes, Func<string> Formula) Sample()
    {
        var rows = Math.Min(d.Serving.MaxNumSeqs.Value, Tokens);
        return ("sampling", (double)rows * _a.VocabSize * Fp32AndBf16, () => $"{rows} sequences × {_a.VocabSize} × {Fp32AndBf16} B");
    }

    /// <summary>With torch.compile a copy as large as the rank's output head.</summary>
    private (string What, double Bytes, Func<string> Formula) Compiled()
    {
        var words = StorageFormat.Ceiling(_a.VocabSize, d.Layout.Tensor);
        return (
            "compilation",
            d.Serving.EnforceEager || _a.IsSparse ? 0 : CompiledBytes + ((double)words * _a.HiddenSize * StorageFormat.Bf16Bytes),
            () => $"{words} × {_a.HiddenSize} × {StorageFormat.Bf16Bytes} B + {Quantity.FormatBytes(CompiledBytes)}"
        );
    }
}
