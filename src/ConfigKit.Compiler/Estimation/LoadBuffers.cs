using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Estimation;

/// <summary>Buffers that are made with the model, so that the engine counts them as loaded; they are in no checkpoint.</summary>
internal sealed class LoadBuffers
{
    private const string RotarySource = "vllm model_executor/layers/rotary_embedding: one table for each base, counted once a rank";

    // MLA's rotary table is at least as wide as V2's and V3's rotary part.
    private const int NarrowestRotary = 64;

    // Below it V4.1's FP8 linears run on Humming's kernels, which keep wo_a in bf16 (a start of vLLM 0.33.0 on H200).
    private const int FirstWithMxfp8Units = ComputeCapability.FirstWithFp4;

    private readonly Deployment _d;
    private readonly ModelArchitecture _a;
    private readonly int _first;
    private readonly int _end;
    private readonly bool _drafts;
    private readonly ImmutableArray<BudgetTerm>.Builder _terms = ImmutableArray.CreateBuilder<BudgetTerm>();

    private LoadBuffers(Deployment d, int stage)
    {
        _d = d;
        _a = d.Model.Architecture;
        _first = d.Layout.StageLayers.Take(stage).Sum();
        _end = Math.Min(_first + d.Layout.StageLayers[stage], _a.NumHiddenLayers);
        _drafts =
            stage == d.Layout.Pipeline - 1
            && d.Serving.SpeculativeMethod is SpeculativeMethod.Mtp or SpeculativeMethod.Dspark
            && (_a.MtpLayers > 0 || _a.HasDspark);
    }

    private int Tokens => _d.Serving.MaxNumBatchedTokens.Value;

    public static ImmutableArray<BudgetTerm> OfStage(Deployment d, int stage)
    {
        var buffers = new LoadBuffers(d, stage);
        buffers.Rotary();
        if (d.Engine.Memory.HasLedger)
        {
            buffers.Indices();
            buffers.Engram();
            buffers.DraftStates();
            buffers.Widened();
        }

        return buffers._terms.ToImmutable();
    }

    /// <summary>Cosines and sines of every position. V4 has a table for window layers and drafts, and one for compressed layers.</summary>
    private void Rotary()
    {
        var (rows, width, bytes) = (_a.MaxPositionEmbeddings, Math.Max(NarrowestRotary, _a.QkRopeHeadDim), StorageFormat.Bf16Bytes);
        var tables = 1;
        switch (_a.Attention)
        {
            case AttentionKind.Grouped:
                width = _a.HeadDim;
                break;
            case AttentionKind.Latent:
                break;
            case AttentionKind.SparseLatent:
                tables = 2; // the indexer orders its values otherwise
                break;
            case AttentionKind.Compressed:
                var ratios = Enumerable.Range(_first, _end - _first).Select(l => l < _a.CompressRatios.Length ? _a.CompressRatios[l] : 0);
                tables = (_drafts || ratios.Contains(0) ? 1 : 0) + (ratios.Any(r => r > 0) ? 1 : 0);
                bytes = StorageFormat.Fp32Bytes;
                break;
        }

        Add(
            BudgetItem.RotaryTables,
            (double)tables * rows * width * bytes,
            RotarySource,
            () => $"{tables} × {rows} positions × {width} × {bytes} B"
        );
    }

    /// <summary>The states that each token attends to, and V4.1's candidates among which later indexers choose.</summary>
    private void Indices()
    {
        var copies = _drafts ? 2 : 1;
        Add(
            BudgetItem.TopKIndices,
            (double)copies * Tokens * _a.IndexTopK * StorageFormat.Int32Bytes,
            "vllm models/deepseek_v4/nvidia/model.py:848",
            () => $"{copies} × {Tokens} tokens × {_a.IndexTopK} × {StorageFormat.Int32Bytes} B"
        );
        Add(
            BudgetItem.Candidates,
            (double)Tokens * _a.CandidateBlocks * StorageFormat.Int32Bytes,
            "vllm models/deepseek_v41/nvidia/model.py:772",
            () => $"{Tokens} tokens × {_a.CandidateBlocks} × {StorageFormat.Int32Bytes} B"
        );
    }

    /// <summary>Rows that are read from tables in main memory.</summary>
    private void Engram()
    {
        if (!_d.Serving.Engram.IsOnHost)
        {
            return;
        }

        var layers = _a.EngramLayers.Count(l => l >= _first && l < _end);
        var heads = StorageFormat.Ceiling((_a.EngramMaxNgram - 1) * _a.EngramHeads, _d.Layout.Tensor);
        Add(
            BudgetItem.EngramStaging,
            (double)layers * Tokens * heads * _a.EngramHeadDim * StorageFormat.Bf16Bytes,
            "vllm models/deepseek_v41/common/engram.py",
            () => $"{layers} layers × {Tokens} tokens × {heads} hash heads × {_a.EngramHeadDim} × {StorageFormat.Bf16Bytes} B"
        );
    }

    /// <summary>The streams of the last layer, from which V4 drafts.</summary>
    private void DraftStates() =>
        Add(
            BudgetItem.DraftHiddenStates,
            _drafts ? (double)Tokens * _a.HcMult * _a.HiddenSize * StorageFormat.Bf16Bytes : 0,
            "vllm models/deepseek_v4/nvidia/model.py:900-913",
            () => $"{Tokens} tokens × {_a.HcMult} streams × {_a.HiddenSize} × {StorageFormat.Bf16Bytes} B"
        );

    /// <summary>V4.1's first output projection, where its FP8 form is widened to bf16 at load.</summary>
    private void Widened()
    {
        var q = _d.Quantization;
        if (!_a.SharesKvSources || q.Attention != WeightFormat.Fp8Block || _d.Gpu.ComputeCapability is not < FirstWithMxfp8Units)
        {
            return;
        }

        var drafts = _drafts ? Math.Max(_a.DsparkLayers ?? 0, _a.MtpLayers) : 0;
        var layers = _end - _first + drafts;
        var rows = StorageFormat.Ceiling((long)_a.OGroups * _a.OLoraRank, _d.Layout.AttentionTensor);
        var columns = (long)_a.NumAttentionHeads * _a.HeadDim / Math.Max(1, _a.OGroups);
        var more = (StorageFormat.Bf16Bytes * (double)rows * columns) - StorageFormat.LoadedBytes(q.Attention, q, rows, columns);
        Add(
            BudgetItem.WidenedProjections,
            layers * more,
            "a start of vLLM 0.33.0 on H200: 64 MiB a layer instead of 32",
            () => $"{layers} layers × ({StorageFormat.Bf16Bytes} B a value − FP8 and its scales) × {rows} × {columns}"
        );
    }

    private void Add(BudgetItem item, double bytes, string source, Func<string> formula)
    {
        if (bytes > 0)
        {
            _terms.Add(new(item, bytes, source, formula));
        }
    }
}
