using System.Collections.Immutable;
using ConfigKit.Engines.Caches;
using ConfigKit.Estimation.KvCache;
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
    /// <param name="kvBytes">Bytes that are assumed to be left for the KV cache on each GPU; null: what its budget leaves.</param>
    public static Estimate Estimate(Deployment d, ModelWeights weights, long? kvBytes = null)
    {
        var overhead = OverheadModel.Of(d);
        var budget = EngineBudget.Of(d, kvBytes);
        var planner = Planner(d);
        var stages = Stages(d, budget, overhead, weights, planner);
        var heaviest = Heaviest(stages, planner);
        var (low, mid, high) = (Left(overhead.High), Left(overhead.Mid), Left(overhead.Low));
        var limit = d.Model.Architecture.MaxPositionEmbeddings;
        var longest = planner.Longest(mid, limit);
        var isAutomatic = d.Serving.MaxModelLen <= 0;
        var length = isAutomatic ? longest : d.Serving.MaxModelLen;
        var required = RequiredTokens(d, isAutomatic ? Math.Min(ShortestAutomatic, limit) : length);
        var capacity = planner.Capacity(mid, length);
        var size = weights.Size;
        return new Estimate
        {
            Memory = GpuMemory.Of(d.Gpu),
            Requested = budget.Requested(),
            Stages = stages,
            Host = HostLedger.Of(d, stages),
            Overhead = overhead,
            Heaviest = heaviest,
            KvRefusal = planner.Refusal,
            KvCacheTokens = capacity.Tokens,
            KvCacheTokensLow = planner.Capacity(low, length).Tokens,
            KvCacheTokensHigh = planner.Capacity(high, length).Tokens,
            Sequence = planner.Request(heaviest.Stage, length),
            Sequences = new(BudgetItem.Sequences, capacity.Sequences, "", capacity.Formula),
            MaxModelLenThatFits = longest,
            EffectiveMaxModelLen = length,
            MemoryVerdict = length > 0 ? MemoryVerdict(Starts(low), Starts(high)) : Verdict.DoesNotFit,
            CheckpointBytes = d.Model.PublishedBytes ?? (long)size.CheckpointBytes,
            Parameters = size.Parameters,
            ActivatedParameters = size.Activated,
            Performance = Roofline.Of(d, heaviest, size.Activated),
            LoadTime = LoadTime(d, (long)size.CheckpointBytes),
        };

        ImmutableArray<long> Left(long beside) => [.. stages.Select(s => budget.KvCache(s.LoadedBytes, beside).Bytes)];

        bool Starts(ImmutableArray<long> left) => left.All(b => b > 0 && b >= budget.Allocated) && planner.Starts(left, required);
    }

    /// <param name="startsWithLeast">Whether the engine starts with the KV cache that the highest overhead leaves.</param>
    /// <param name="startsWithMost">The same with the lowest overhead.</param>
    public static Verdict MemoryVerdict(bool startsWithLeast, bool startsWithMost) =>
        startsWithLeast ? Verdict.Fits
        : startsWithMost ? Verdict.Tight
        : Verdict.DoesNotFit;

    private static KvCachePlanner Planner(Deployment d) =>
        d.Engine.Engine.KvPlanning switch
        {
            KvPlanning.Blocks => new VllmKvCache(d),
            KvPlanning.Pools => new SglangKvCache(d),
            KvPlanning.Tokens => new TokenKvCache(d),
        };

    private static ImmutableArray<StageEstimate> Stages(
        Deployment d,
        EngineBudget budget,
        Overhead overhead,
        ModelWeights weights,
        KvCachePlanner planner
    )
    {
        var stages = ImmutableArray.CreateBuilder<StageEstimate>(d.Layout.Pipeline);
        for (var i = 0; i < d.Layout.Pipeline; i++)
        {
            var ofStage = RankWeights.OfStage(d, i, weights);
            var buffers = LoadBuffers.OfStage(d, i);
            stages.Add(
                new StageEstimate(i, d.Layout.StageLayers[i], ofStage)
                {
                    Buffers = buffers,
                    IsPaddingKnown = RankWeights.IsPaddingKnown(d),
                    Kv = planner.Cost(i),
                    KvBudget = budget.KvCache(ofStage.Where(w => w.IsOnGpu).Sum(w => w.Bytes) + buffers.Sum(b => b.Bytes), overhead.Mid),
                }
            );
        }

        return stages.ToImmutable();
    }

    /// <summary>The stage whose cache holds the fewest tokens: it limits all others.</summary>
    private static StageEstimate Heaviest(ImmutableArray<StageEstimate> stages, KvCachePlanner planner) =>
        stages.MinBy(s => s.KvBudgetBytes <= 0 ? s.KvBudgetBytes : planner.TokensOf(s.Stage, s.KvBudgetBytes)) ?? stages[0];

    private static int RequiredTokens(Deployment d, int length) => d.Engine.Engine.TokensToStart(length, d.Serving.MaxNumBatchedTokens);

    /// <summary>Each node reads the layers of its own stages; tensor ranks of a node share one read.</summary>
    private static TimeSpan LoadTime(Deployment d, long checkpoint) =>
        TimeSpan.FromSeconds(checkpoint / (double)Math.Clamp(d.Layout.Pipeline, 1, d.Nodes) / Math.Max(1, d.StorageBandwidth.Value));
}
