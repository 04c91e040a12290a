using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>
/// Memory beside weights and KV cache: term by term where a release's start is known (<see cref="StartLedger"/>), else parts that are
/// modelled. Their sum is an interval: over 231 logged runs the best published estimator missed it by 47 % on average while it met
/// weights within 2 % (vllm-memory-estimator).
/// </summary>
internal static class OverheadModel
{
    // CUDA context, measured on an H200: 529 to 621 MiB (docs/calibration.md).
    private const double ContextGib = 0.6;

    // NCCL communicators and all-reduce buffers once ranks talk: 578 and 388 MiB measured for one rank alone;
    // vllm#13074 logs 2.53 to 2.57 GiB of non-torch memory, context included, on 16 ranks.
    private const double CommunicationGib = 1.6;

    // ROCm holds more: a 14B model on 2 x MI300X left 7.5 GiB beside weights and cache (ROCm blog, vLLM 0.9.2).
    private const double RocmContextGib = 4.5;

    // vLLM logs -0.9 to 1.0 GiB for CUDA graphs (llm-d-planner, docs/empirical-vllm-memory-results.md).
    private const double GraphsGib = 0.7;

    // The peak of the profile run, and the same in words.
    private const int HiddenCopies = 6;
    private const int LogitCopies = 2;
    private const string ProfileRun = "peak of the profile run: six copies of the hidden states, inner states, logits twice in fp32";

    // Sequences that the profile run samples for at most: vLLM's own default of max_num_seqs on large GPUs
    // (vllm engine/arg_utils.py), beyond which no log was compared.
    private const int MostSampledSequences = 1024;

    // Tokens that fused MoE kernels take at once (VLLM_FUSED_MOE_CHUNK_SIZE).
    private const int ExpertChunk = 32_768;

    // Gate and up projection of an expert; an MLP's gate, up and their product.
    private const int ExpertProjections = 2;
    private const int MlpProjections = 3;

    private const double LowFactor = 0.6;
    private const double HighFactor = 1.55;

    // Mixture-of-experts runs scatter further: Qwen3-235B on 4 x H100 leaves 8.1 GiB beside weights and cache (vllm#21348).
    private const double HighFactorOfExperts = 1.9;

    // Half the width of the interval where the terms are known: what residuals of 22 starts on H200 stay within, larger for graphs, which
    // are extrapolated, and for what FlashInfer's kernels may change.
    private const double LedgerGib = 0.45;
    private const double LedgerShareOfGraphs = 0.3;
    private const double LedgerShareOfPeak = 0.1;

    // Beyond the two ranks that were measured, for each doubling.
    private const double LedgerGibPerDoubling = 0.15;

    public static Overhead Of(Deployment d) =>
        d.Engine.Memory.HasLedger && d.Gpu.Vendor == GpuVendor.Nvidia
            ? FromLedger(d, GraphEstimate.DefaultSizes(d.Serving.MaxNumSeqs))
            : Modelled(d);

    /// <param name="d">The deployment, whose engine's start is known.</param>
    /// <param name="graphSizes">Batch sizes for which graphs are captured.</param>
    public static Overhead FromLedger(Deployment d, int graphSizes)
    {
        var ledger = new StartLedger(d);
        var (peak, graphs) = (ledger.Peak(), GraphEstimate.Of(d, graphSizes));
        ImmutableArray<BudgetTerm> terms = [ledger.NonTorch(), .. ledger.Persistent(), peak, graphs];
        var mid = terms.Sum(t => t.Amount);
        var further = Math.Max(0, Math.Log2(d.Layout.WorldSize) - 1);
        var half =
            ((LedgerGib + (LedgerGibPerDoubling * further)) * Quantity.GiB)
            + (LedgerShareOfGraphs * graphs.Amount)
            + (LedgerShareOfPeak * peak.Amount);
        return new Overhead((long)Math.Max(0, mid - half), (long)mid, (long)(mid + half))
        {
            Terms = terms,
            Reason = "measured starts differ from the sum of the terms by less; CUDA graphs and unmeasured kernels vary most",
        };
    }

    private static Overhead Modelled(Deployment d)
    {
        var nonTorch = NonTorch(d);
        var activations = Activations(d);
        var graphs = CudaGraphs(d);
        var mid = nonTorch.Amount + activations.Amount + graphs.Amount;
        var high = d.Model.Architecture.IsMoe ? HighFactorOfExperts : HighFactor;
        return new Overhead((long)(mid * LowFactor), (long)mid, (long)(mid * high))
        {
            Terms = [nonTorch, activations, graphs],
            Reason =
                "CUDA context, NCCL and activations vary by driver, kernels and batch: "
                + $"measured runs range from {LowFactor} to {high} times the middle value"
                + (
                    RankWeights.IsPaddingKnown(d)
                        ? ""
                        : "; how this release's MoE kernel pads experts is not known, so weights are those of experts without padding"
                ),
        };
    }

    private static BudgetTerm NonTorch(Deployment d)
    {
        List<(double Gib, string What)> parts = [(ContextGib, "of context")];
        if (d.Gpu.Vendor == GpuVendor.Amd)
        {
            parts.Add((RocmContextGib, "that ROCm holds"));
        }

        if (d.Layout.WorldSize > 1)
        {
            parts.Add((CommunicationGib, "of communicators"));
        }

        return new(
            BudgetItem.NonTorch,
            parts.Sum(p => p.Gib * Quantity.GiB),
            "docs/calibration.md; vllm#13074",
            () => string.Join(" + ", parts.Select(p => $"{p.Gib} GiB {p.What}"))
        );
    }

    private static BudgetTerm CudaGraphs(Deployment d)
    {
        var isCounted = d.Engine.CountsCudaGraphs;
        return new(
            BudgetItem.CudaGraphs,
            d.Serving.EnforceEager || !isCounted ? 0 : GraphsGib * Quantity.GiB,
            "llm-d-planner, docs/empirical-vllm-memory-results.md",
            () =>
                d.Serving.EnforceEager ? "none: enforce_eager"
                : isCounted ? "middle of measured runs"
                : "not counted by this release"
        );
    }

    /// <summary>
    /// Peak of the dummy profile run: bf16 copies of the hidden states, the MLP's or experts' inner states, and
    /// logits of every sequence in fp32, twice while sampling.
    /// </summary>
    private static BudgetTerm Activations(Deployment d)
    {
        var a = d.Model.Architecture;
        var tokens = d.Serving.MaxNumBatchedTokens.Value;
        var sequences = Math.Min(d.Serving.MaxNumSeqs, MostSampledSequences);
        var inner = a.IsMoe ? ExpertStates(d, tokens) : MlpStates(d, tokens);
        var hidden = (double)HiddenCopies * tokens * a.HiddenSize * StorageFormat.Bf16Bytes;
        var logits = (double)LogitCopies * sequences * a.VocabSize * StorageFormat.Fp32Bytes;
        return new(
            BudgetItem.Activations,
            hidden + inner.Bytes + logits,
            ProfileRun,
            () =>
                $"{HiddenCopies} × {tokens} tokens × {a.HiddenSize} × {StorageFormat.Bf16Bytes} B + {inner.Formula()} + "
                + $"{LogitCopies} × {sequences} sequences × {a.VocabSize} × {StorageFormat.Fp32Bytes} B"
        );
    }

    /// <summary>Inputs and inner states of the experts of each token; whole experts with expert parallelism, else slices.</summary>
    private static (double Bytes, Func<string> Formula) ExpertStates(Deployment d, int tokens)
    {
        var a = d.Model.Architecture;
        var atOnce = Math.Min(tokens, ExpertChunk);
        var isWhole = d.Layout.ExpertSize > 1;
        var width = a.HiddenSize + ((double)ExpertProjections * a.MoeIntermediateSize / (isWhole ? 1 : d.Layout.Tensor));
        return ((double)atOnce * a.ExpertsPerToken * width * StorageFormat.Bf16Bytes, Formula);

        string Formula()
        {
            var slices = isWhole ? "" : $" / {d.Layout.Tensor}";
            return $"{atOnce} × {a.ExpertsPerToken} experts × "
                + $"({a.HiddenSize} + {ExpertProjections} × {a.MoeIntermediateSize}{slices}) × {StorageFormat.Bf16Bytes} B";
        }
    }

    private static (double Bytes, Func<string> Formula) MlpStates(Deployment d, int tokens)
    {
        var (width, tensor) = (d.Model.Architecture.IntermediateSize, d.Layout.Tensor);
        return (
            (double)tokens * MlpProjections * width / tensor * StorageFormat.Bf16Bytes,
            () => $"{tokens} × {MlpProjections} × {width} / {tensor} × {StorageFormat.Bf16Bytes} B"
        );
    }
}
