using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>One line of the budget in words: what, how much, how it is reckoned, where that comes from.</summary>
internal sealed record BudgetTerm(string Name, string Value, string Formula, string Source);

/// <summary>The arithmetic of an estimate with its numbers put in, for people to check.</summary>
internal static class BudgetTerms
{
    public static ImmutableArray<BudgetTerm> Of(Deployment d, Estimate e)
    {
        var (serving, heaviest, a) = (d.Serving, e.Heaviest, d.Model.Architecture);
        var budget = Words(d, e);
        return
        [
            new(
                "memory",
                Size(e.GpuMemoryBytes),
                d.Gpu.IsCudaBytesMeasured
                    ? "as CUDA reported it on such a card"
                    : $"NVML's {Size(d.Gpu.NvmlBytes ?? 0)} less about 400 MiB and 0.15 % that the driver keeps",
                string.Join("; ", d.Gpu.Sources.Take(1))
            ),
            new("budget", Size(e.RequestedBytes), budget.Requested, budget.Source),
            new(
                "CUDA and NCCL",
                Size(e.Overhead.NonTorchBytes),
                "0.6 GiB of context"
                    + (d.Gpu.Vendor == GpuVendor.Amd ? " + 4.5 GiB that ROCm holds" : "")
                    + (d.Layout.WorldSize > 1 ? " + 1.6 GiB of communicators" : ""),
                "docs/calibration.md; vllm#13074"
            ),
            new(
                "activations",
                Size(e.Overhead.ActivationBytes),
                Activations(d),
                "peak of the profile run: six copies of the hidden states, inner states, logits twice in fp32"
            ),
            new(
                "CUDA graphs",
                Size(e.Overhead.CudaGraphBytes),
                serving.EnforceEager ? "none: enforce_eager"
                    : e.Overhead.CudaGraphBytes > 0 ? "middle of what logs show"
                    : "not counted by this release",
                "llm-d-planner, docs/empirical-vllm-memory-results.md"
            ),
            new(
                "KV cache",
                Size(heaviest.KvBudgetBytes),
                budget.KvCache,
                "vllm v1/worker/gpu_worker.py, determine_available_memory; sglang server_args.py"
            ),
            new(
                "KV of a token",
                Quantity.Number(heaviest.KvBytesPerToken, 1) + " B",
                PerToken(d, heaviest, a),
                "vllm v1/kv_cache_interface.py"
            ),
            new(
                "KV of a sequence",
                Size(e.KvBytesForOneSequence),
                $"{Quantity.Count(e.EffectiveMaxModelLen)} tokens in blocks of {serving.BlockSize.Value} × {Quantity.Number(heaviest.KvBytesPerToken, 1)} B{(heaviest.KvBytesPerSequence > 0 ? $" + {Size(heaviest.KvBytesPerSequence)} whatever its length" : "")}",
                "vllm v1/core/kv_cache_utils.py"
            ),
            new(
                "sequences at once",
                Quantity.Number(e.MaxConcurrency),
                $"{Size(Math.Max(0, heaviest.KvBudgetBytes))} / {Size(e.KvBytesForOneSequence)}",
                ""
            ),
        ];
    }

    private static BudgetWords Words(Deployment d, Estimate e) =>
        d.Engine.Engine.Explain(new(e.GpuMemoryBytes, d.Serving.MemoryFraction, e.Heaviest.WeightsBytes, e.Overhead.Mid));

    private static string Activations(Deployment d)
    {
        var a = d.Model.Architecture;
        var tokens = d.Serving.MaxNumBatchedTokens.Value;
        var inner = a.IsMoe
            ? $"{Math.Min(tokens, OverheadModel.ExpertChunk)} × {a.ExpertsPerToken} experts × ({a.HiddenSize} + 2 × {a.MoeIntermediateSize}{(d.Layout.ExpertSize > 1 ? "" : $" / {d.Layout.Tensor.Value}")}) × 2 B"
            : $"{tokens} × 3 × {a.IntermediateSize} / {d.Layout.Tensor.Value} × 2 B";
        return $"6 × {tokens} tokens × {a.HiddenSize} × 2 B + {inner} + 2 × {Math.Min(d.Serving.MaxNumSeqs, 1024)} sequences × {a.VocabSize} × 4 B";
    }

    private static string PerToken(Deployment d, StageEstimate stage, ModelArchitecture a)
    {
        var shared = d.Layout.DecodeContext > 1 ? $" / {d.Layout.DecodeContext.Value} ranks that share it" : "";
        return a.Attention switch
        {
            AttentionKind.Grouped =>
                $"{stage.Layers} layers × 2 × {Math.Max(1.0, (double)a.NumKeyValueHeads / d.Layout.AttentionTensor)} heads × {a.HeadDim} values of {NameOf(d)}{shared}",
            AttentionKind.Compressed => $"{stage.Layers} layers by their compression ratios, 584 B a state of 4 tokens",
            _ when !d.Engine.HasLatentCache =>
                $"{stage.Layers} layers × 2 × {a.NumAttentionHeads / d.Layout.AttentionTensor} heads × 256 values: this release caches full heads",
            _ =>
                $"{stage.Layers} layers × ({a.KvLoraRank} + {a.QkRopeHeadDim}) values of {NameOf(d)}{(a.IndexHeads > 0 ? " + 132 B of the indexer" : "")}, whole on each tensor rank{shared}",
        };
    }

    private static string NameOf(Deployment d) => ServingSection.KvCacheDtypes.First(k => k.Value == d.Serving.KvCacheDtype.Value).Name;

    private static string Size(long bytes) => Quantity.FormatBytes(bytes);
}
