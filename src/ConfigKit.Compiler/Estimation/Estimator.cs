using System.Collections.Immutable;
using ConfigKit.Resolution;

namespace ConfigKit.Estimation;

/// <summary>Computes what a deployment needs and has. Pure arithmetic: no judgement, no defaults.</summary>
internal static class Estimator
{
    // With max_model_len `auto` the engine takes what there is; this much is what makes it worth starting.
    private const int ShortestAutomatic = 4096;

    public static Estimate Estimate(Deployment d) => Estimate(d, new ModelWeights(d.Model.Architecture, d.Quantization));

    /// <param name="d">The deployment.</param>
    /// <param name="weights">Of its model in its quantization.</param>
    public static Estimate Estimate(Deployment d, ModelWeights weights)
    {
        var overhead = OverheadModel.Of(d);
        var total = d.Gpu.CudaBytes ?? 0;
        var stages = Stages(d, overhead, weights);
        var heaviest = Heaviest(stages);
        var size = weights.Size;
        var limit = d.Model.Architecture.MaxPositionEmbeddings;
        var longest = LongestThatFits(d, heaviest, heaviest.KvBudgetBytes, limit);
        var length = d.Serving.MaxModelLen > 0 ? d.Serving.MaxModelLen : longest;
        var needed = SequenceBytes(d, heaviest, RequiredTokens(d, d.Serving.MaxModelLen > 0 ? length : Math.Min(ShortestAutomatic, limit)));
        var spreadLow = KvBudget(d, heaviest.WeightsBytes, overhead.High);
        var spreadHigh = KvBudget(d, heaviest.WeightsBytes, overhead.Low);
        var one = SequenceBytes(d, heaviest, length);
        return new Estimate
        {
            GpuMemoryBytes = total,
            RequestedBytes = d.Engine.Engine.RequestedBytes(new(total, d.Serving.MemoryFraction, heaviest.WeightsBytes, overhead.Mid)),
            Stages = stages,
            Overhead = overhead,
            Heaviest = heaviest,
            KvCacheTokens = Tokens(d, heaviest, heaviest.KvBudgetBytes, length),
            KvCacheTokensLow = Tokens(d, heaviest, spreadLow, length),
            KvCacheTokensHigh = Tokens(d, heaviest, spreadHigh, length),
            KvBytesForOneSequence = one,
            MaxConcurrency = one > 0 ? Math.Max(0, heaviest.KvBudgetBytes) / (double)one : 0,
            MaxModelLenThatFits = longest,
            EffectiveMaxModelLen = length,
            MemoryVerdict =
                spreadLow >= needed && length > 0 ? Verdict.Fits
                : spreadHigh >= needed && spreadHigh > 0 && length > 0 ? Verdict.Tight
                : Verdict.DoesNotFit,
            CheckpointBytes = d.Model.PublishedBytes ?? (long)size.CheckpointBytes,
            Parameters = size.Parameters,
            ActivatedParameters = size.Activated,
            Performance = Roofline.Of(
                d,
                heaviest.WeightsBytes,
                heaviest.Weights.FirstOrDefault(w => w.Name == "routed experts")?.Bytes ?? 0,
                heaviest.KvBytesPerToken,
                size.Activated
            ),
            LoadTime = LoadTime(d, (long)size.CheckpointBytes),
        };
    }

    private static ImmutableArray<StageEstimate> Stages(Deployment d, Overhead overhead, ModelWeights weights)
    {
        var stages = ImmutableArray.CreateBuilder<StageEstimate>(d.Layout.Pipeline);
        for (var i = 0; i < d.Layout.Pipeline; i++)
        {
            var kv = KvCache.OfStage(d, i);
            var stage = new StageEstimate(i, d.Layout.StageLayers[i], RankWeights.OfStage(d, i, weights))
            {
                KvBytesPerToken = kv.BytesPerToken,
                KvBytesPerSequence = kv.BytesPerSequence,
                KvBudgetBytes = 0,
            };
            stages.Add(stage with { KvBudgetBytes = KvBudget(d, stage.WeightsBytes, overhead.Mid) });
        }

        return stages.ToImmutable();
    }

    /// <summary>The stage whose cache holds the fewest tokens: it limits all others.</summary>
    private static StageEstimate Heaviest(ImmutableArray<StageEstimate> stages) =>
        stages.MinBy(s => s.KvBudgetBytes <= 0 ? s.KvBudgetBytes : s.KvBudgetBytes / Math.Max(1, s.KvBytesPerToken)) ?? stages[0];

    private static long KvBudget(Deployment d, long weights, long overhead) =>
        d.Engine.Engine.KvCacheBytes(new(d.Gpu.CudaBytes ?? 0, d.Serving.MemoryFraction, weights, overhead));

    /// <summary>Bytes of one sequence on a rank, in whole blocks.</summary>
    private static long SequenceBytes(Deployment d, StageEstimate stage, long tokens)
    {
        var block = d.Serving.BlockSize.Value;
        return (long)Math.Ceiling((tokens + block - 1) / block * block * stage.KvBytesPerToken) + stage.KvBytesPerSequence;
    }

    private static int RequiredTokens(Deployment d, int length) => d.Engine.Engine.TokensToStart(length, d.Serving.MaxNumBatchedTokens);

    private static long Tokens(Deployment d, StageEstimate stage, long budget, int length)
    {
        if (budget <= 0 || stage.KvBytesPerToken <= 0)
        {
            return 0;
        }

        if (stage.KvBytesPerSequence > 0)
        {
            // Hybrid layouts: engines print max_concurrency x max_model_len.
            var one = SequenceBytes(d, stage, length);
            return one > 0 ? (long)((double)budget / one * length) : 0;
        }

        var block = d.Serving.BlockSize.Value;
        return (long)(budget / (stage.KvBytesPerToken * block)) * block;
    }

    private static int LongestThatFits(Deployment d, StageEstimate stage, long budget, int limit)
    {
        int low = 0,
            high = limit;
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (SequenceBytes(d, stage, middle) <= budget)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Each node reads the layers of its own stages; tensor ranks of a node share one read.</summary>
    private static TimeSpan LoadTime(Deployment d, long checkpoint) =>
        TimeSpan.FromSeconds(checkpoint / (double)Math.Clamp(d.Layout.Pipeline, 1, d.Nodes) / Math.Max(1, d.StorageBandwidth.Value));
}
