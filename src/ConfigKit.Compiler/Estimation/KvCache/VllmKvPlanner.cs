using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Engines.Caches;
using ConfigKit.Text;

namespace ConfigKit.Estimation.KvCache;

/// <summary>
/// Plans the KV cache as vLLM does at its start: caches of layers, groups that share block ids, bytes of a block on each stage, blocks
/// (vllm v1/core/kv_cache_utils.py; kv_cache_planning.py from 0.33 on). TensorRT-LLM has no such planner: it takes a share of what is
/// left beside the weights.
/// </summary>
internal static class VllmKvPlanner
{
    /// <summary>The stages, or none and why the model can't be planned like this.</summary>
    public static ImmutableArray<KvStage> Stages(KvPlanInput input, out KvRefusal? refusal)
    {
        refusal = Refusal(input);
        if (refusal is not null)
        {
            return [];
        }

        var layers = VllmKvLayers.Of(input);
        refusal = Unstorable(layers);
        if (refusal is null && input.Rules.StatePages == KvStatePages.Widened && layers.Any(l => l.Kind != KvCacheKind.Full))
        {
            if (VllmKvGroups.Widen(layers) is { } widened)
            {
                layers = widened;
            }
            else
            {
                refusal = new(
                    KvRefusalReason.StateWiderThanPage,
                    $"with blocks of {input.Settings.BlockSize} tokens no page of the KV cache is as wide as one of compressor states"
                );
            }
        }

        if (refusal is not null)
        {
            return [];
        }

        var groups = VllmKvGroups.Of(layers, input.Rules);
        return [.. Enumerable.Range(0, input.StageLayers.Length).Select(s => new KvStage(input, s, groups))];
    }

    /// <param name="input">What the plan follows from.</param>
    /// <param name="available">Bytes for the KV cache on each stage.</param>
    public static VllmKvPlan Plan(KvPlanInput input, ImmutableArray<long> available)
    {
        var stages = Stages(input, out var refusal);
        return refusal is null
            ? Plan(stages, available, input.Settings.MaxModelLen)
            : new VllmKvPlan
            {
                Stages = [],
                Blocks = 0,
                Concurrency = 0,
                Tokens = 0,
                RequestBytes = 0,
                Longest = 0,
                Refusal = refusal,
            };
    }

    /// <param name="stages">Of the model.</param>
    /// <param name="available">Bytes for the KV cache on each stage.</param>
    /// <param name="length">Tokens of the longest request.</param>
    public static VllmKvPlan Plan(ImmutableArray<KvStage> stages, ImmutableArray<long> available, int length)
    {
        // A stage without layers, which no model needs, limits nothing.
        var blocks = stages.Where(s => s.BlockBytes > 0).Min(s => Math.Max(0, available[s.Stage]) / s.BlockBytes);
        var concurrency = stages[0].Concurrency(blocks, length);
        var refused = stages.FirstOrDefault(s => s.RequestBytes(length) > s.Room(available[s.Stage]));
        return new VllmKvPlan
        {
            Stages = stages,
            Blocks = blocks,
            Concurrency = concurrency,

            // The engine divides first, and the quotient is not exact.
            Tokens = (long)(concurrency * length),
            RequestBytes = stages.Max(s => s.RequestBytes(length)),
            Longest = stages.Min(s => s.Longest(available[s.Stage], length)),
            LongestOfRefusal = refused?.Longest(available[refused.Stage], length),
            Refusal = refused is null ? null : TooLittle(refused, available[refused.Stage], length),
        };
    }

    private static KvRefusal TooLittle(KvStage stage, long available, int length) =>
        new(
            KvRefusalReason.TooLittleMemory,
            $"one request of {Quantity.Count(length)} tokens needs {Quantity.FormatBytes(stage.RequestBytes(length))} of KV cache; "
                + $"{Quantity.FormatBytes(Math.Max(0, stage.Room(available)))} is available"
        );

    private static KvRefusal? Refusal(KvPlanInput i)
    {
        var hasWindows = i.Model.KvLayout is KvLayout.Compressed or KvLayout.SharedCompressed;
        if (hasWindows && i.DecodeContext > 1)
        {
            return new(KvRefusalReason.WindowInDecodeContext, "ranks of a decode context can't share sliding windows");
        }

        if (hasWindows && i.HybridManagerOff)
        {
            return new(KvRefusalReason.HybridManagerOff, "sliding windows need the hybrid KV cache manager");
        }

        var first = 0;
        foreach (var layers in i.StageLayers)
        {
            // vllm models/deepseek_v41/attention.py: a layer reads the cache of its source, which lies on the same rank.
            if (
                !i.SplitsSources
                && i.Model.KvLayout == KvLayout.SharedCompressed
                && first < i.Model.CompressRatios.Length
                && SharesEarlier(i.Model, first)
            )
            {
                return new(
                    KvRefusalReason.StageSplitsSource,
                    $"a pipeline stage begins at layer {first}, whose KV cache lies on the stage before"
                );
            }

            first += layers;
        }

        return null;
    }

    private static bool SharesEarlier(ModelArchitecture model, int layer) =>
        model.CompressRatios[layer] > 0 && !model.KvSourceLayers.Contains(layer);

    private static KvRefusal? Unstorable(ImmutableArray<KvCacheSpec> layers) =>
        layers.FirstOrDefault(l => l.States == 0) is { } layer
            ? new(
                KvRefusalReason.BlockWithoutState,
                $"a block of {layer.Block} tokens has no state of a layer that compresses {layer.TokensPerState} tokens to one"
            )
            : null;
}
