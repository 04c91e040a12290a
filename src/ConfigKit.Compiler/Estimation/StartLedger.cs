using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>
/// What vLLM charges against its budget beside weights, term by term: available = ⌈share × total⌉ − consumed − peak of the profile run −
/// estimate of the graphs (v1/worker/gpu_worker.py:720-757). Constants are from 22 starts of 0.33.0 on H200 with dummy weights.
/// </summary>
internal sealed class StartLedger(Deployment d)
{
    // What leaves the GPU's free memory outside PyTorch once it has a context, which lies in the baseline and is not charged.
    private const double GrowthGib = 0.07;

    // NCCL communicators and the custom all-reduce at two ranks, and more for each doubling: 16 ranks logged 2.53 to 2.57 GiB of
    // non-torch memory with 0.6 GiB of context in it (vllm#13074).
    private const double CommunicatorsGib = 0.75;
    private const double CommunicatorsPerDoublingGib = 0.38;

    // Input buffers of the model runner: 35 to 59 MiB at 64 sequences, 105 to 124 at 1,024.
    private const long InputBytes = 50 * Quantity.MiB;
    private const long InputBytesPerSequence = 64 * Quantity.KiB;

    // A bit for each token of the vocabulary says whether it was in the prompt.
    private const int BitsPerWord = 32;

    // DeepEP's NVLink buffer, and its RDMA buffer where ranks lie on several nodes (VLLM_DEEPEP_BUFFER_SIZE_MB).
    private const long DeepEpBytes = 1024 * Quantity.MiB;

    private readonly ModelArchitecture _a = d.Model.Architecture;
    private readonly ProfileRun _profile = new(d);

    private int Tokens => d.Serving.MaxNumBatchedTokens.Value;

    private int Sequences => d.Serving.MaxNumSeqs.Value;

    /// <summary>What a start leaves on the GPU beside the loaded model, in the order of the engine's log.</summary>
    public ImmutableArray<BudgetTerm> Persistent() =>
        [
            .. new[] { SamplerState(), InputBuffers(), Workspace.Of(d), DraftLogits(), ExpertExchange(), ExpertBalancing() }.Where(t =>
                t.Bytes > 0
            ),
        ];

    public BudgetTerm Peak() => _profile.Peak();

    /// <summary>Growth outside PyTorch after the first snapshot.</summary>
    public BudgetTerm NonTorch()
    {
        var ranks = d.Layout.WorldSize;
        var communicators = ranks > 1 ? CommunicatorsGib + (CommunicatorsPerDoublingGib * (Math.Log2(ranks) - 1)) : 0;
        return new(
            BudgetItem.NonTorch,
            (GrowthGib + communicators) * Quantity.GiB,
            "starts of vLLM 0.33.0 on one and two H200; vllm#13074 for 16 ranks",
            () =>
                $"{GrowthGib} GiB of kernels"
                + (ranks > 1 ? $" + {Quantity.Number(communicators, 2)} GiB of communicators of {ranks} ranks" : "")
                + "; the CUDA context is not charged"
        );
    }

    /// <summary>How often each sequence has used each token, for penalties; every rank holds it whole.</summary>
    private BudgetTerm SamplerState()
    {
        var words = StorageFormat.Ceiling(_a.VocabSize, BitsPerWord);
        return new(
            BudgetItem.SamplerState,
            d.Engine.Memory.HasSamplerState ? (double)Sequences * (_a.VocabSize + words) * StorageFormat.Int32Bytes : 0,
            "vllm v1/worker/gpu/sample/penalties.py:43-50",
            () => $"{Sequences} sequences × ({_a.VocabSize} counts + {words} words of bits) × {StorageFormat.Int32Bytes} B"
        );
    }

    private BudgetTerm InputBuffers() =>
        new(
            BudgetItem.InputBuffers,
            InputBytes + ((double)Sequences * InputBytesPerSequence),
            "starts of vLLM 0.33.0 on H200: what is left of the consumed memory",
            () => $"{Quantity.FormatBytes(InputBytes)} + {Sequences} sequences × {Quantity.FormatBytes(InputBytesPerSequence)}"
        );

    /// <summary>Only where drafts are sampled, not taken greedily as by default.</summary>
    private BudgetTerm DraftLogits()
    {
        var isSampled =
            d.Serving.SpeculativeMethod is not null
            && d.Serving.ExtraArguments.Any(a => a.Contains("probabilistic", StringComparison.Ordinal));
        return new(
            BudgetItem.DraftLogits,
            isSampled ? (double)Sequences * d.Serving.SpeculativeTokens * _a.VocabSize * StorageFormat.Bf16Bytes : 0,
            "vllm v1/worker/gpu/spec_decode/speculator.py:179-190",
            () => $"{Sequences} sequences × {d.Serving.SpeculativeTokens} drafts × {_a.VocabSize} × {StorageFormat.Bf16Bytes} B"
        );
    }

    private BudgetTerm ExpertExchange()
    {
        var uses = _a.IsMoe && d.Layout.ExpertSize > 1 && d.Serving.ExtraArguments.Any(a => a.Contains("deepep", StringComparison.Ordinal));
        var buffers = d.Layout.ExpertSize > d.GpusPerNode ? 2 : 1;
        return new(
            BudgetItem.ExpertExchange,
            uses ? (double)buffers * DeepEpBytes : 0,
            "vllm distributed/device_communicators/all2all.py:263-362",
            () => $"{buffers} × {Quantity.FormatBytes(DeepEpBytes)}; the low-latency mode's own buffer is not known"
        );
    }

    /// <summary>One layer's experts of the rank, through which experts move.</summary>
    private BudgetTerm ExpertBalancing()
    {
        var moves = d.Layout.ExpertSize > 1 && d.Serving.ExtraArguments.Contains("--enable-eplb");
        var experts = StorageFormat.Ceiling(_a.RoutedExperts, Math.Max(1, d.Layout.ExpertSize));
        var one = 3 * StorageFormat.Bytes(d.Quantization.Experts, d.Quantization, _a.MoeIntermediateSize, _a.HiddenSize);
        return new(
            BudgetItem.ExpertBalancing,
            moves ? experts * one : 0,
            "vllm distributed/eplb/eplb_state.py:451-492",
            () => $"{experts} experts × {Quantity.FormatBytes(one)}"
        );
    }
}
