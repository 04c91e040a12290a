using System.Collections.Immutable;
using ConfigKit.Resolution;
using ConfigKit.Text;

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
        var memory = GpuMemory.Of(d.Gpu);
        var overhead = OverheadModel.Of(d);
        var budget = EngineBudget.Of(d, kvBytes);
        var stages = Stages(d, budget, overhead, weights);
        var heaviest = Heaviest(stages);
        var pool = new KvPool(heaviest.Kv, d.Serving.BlockSize);
        var limit = d.Model.Architecture.MaxPositionEmbeddings;
        var longest = pool.LongestThatFits(heaviest.KvBudgetBytes, limit);
        var isAutomatic = d.Serving.MaxModelLen <= 0;
        var length = isAutomatic ? longest : d.Serving.MaxModelLen;
        var needed = pool.SequenceBytes(RequiredTokens(d, isAutomatic ? Math.Min(ShortestAutomatic, limit) : length));
        var low = budget.KvCache(heaviest.LoadedBytes, overhead.High).Bytes;
        var high = budget.KvCache(heaviest.LoadedBytes, overhead.Low).Bytes;
        var sequence = pool.Sequence(length);
        var size = weights.Size;
        return new Estimate
        {
            Memory = memory,
            Requested = budget.Requested(),
            Stages = stages,
            Overhead = overhead,
            Heaviest = heaviest,
            KvCacheTokens = pool.Tokens(heaviest.KvBudgetBytes, length),
            KvCacheTokensLow = pool.Tokens(low, length),
            KvCacheTokensHigh = pool.Tokens(high, length),
            Sequence = sequence,
            Sequences = Sequences(heaviest.KvBudget, sequence),
            MaxModelLenThatFits = longest,
            EffectiveMaxModelLen = length,
            MemoryVerdict = length > 0 ? MemoryVerdict(Math.Max(needed, budget.Allocated), low, high) : Verdict.DoesNotFit,
            CheckpointBytes = d.Model.PublishedBytes ?? (long)size.CheckpointBytes,
            Parameters = size.Parameters,
            ActivatedParameters = size.Activated,
            Performance = Roofline.Of(d, heaviest, size.Activated),
            LoadTime = LoadTime(d, (long)size.CheckpointBytes),
        };
    }

    /// <summary>By the KV cache that the smallest and the largest room of the overhead's interval leave.</summary>
    /// <param name="needed">Bytes of KV cache that the engine must have.</param>
    /// <param name="low">Bytes that are left with the high overhead.</param>
    /// <param name="high">Bytes that are left with the low overhead.</param>
    public static Verdict MemoryVerdict(long needed, long low, long high)
    {
        if (low >= needed)
        {
            return Verdict.Fits;
        }

        return high >= needed && high > 0 ? Verdict.Tight : Verdict.DoesNotFit;
    }

    private static ImmutableArray<StageEstimate> Stages(Deployment d, EngineBudget budget, Overhead overhead, ModelWeights weights)
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
                    Kv = KvCosts.OfStage(d, i),
                    KvBudget = budget.KvCache(ofStage.Where(w => w.IsOnGpu).Sum(w => w.Bytes) + buffers.Sum(b => b.Bytes), overhead.Mid),
                }
            );
        }

        return stages.ToImmutable();
    }

    /// <summary>The stage whose cache holds the fewest tokens: it limits all others.</summary>
    private static StageEstimate Heaviest(ImmutableArray<StageEstimate> stages) =>
        stages.MinBy(s => s.KvBudgetBytes <= 0 ? s.KvBudgetBytes : s.KvBudgetBytes / Math.Max(1, s.KvBytesPerToken)) ?? stages[0];

    private static BudgetTerm Sequences(BudgetTerm budget, BudgetTerm sequence)
    {
        var room = Math.Max(0, budget.Bytes);
        return new(
            BudgetItem.Sequences,
            sequence.Bytes > 0 ? room / (double)sequence.Bytes : 0,
            "",
            () => $"{Quantity.FormatBytes(room)} / {sequence.Value}"
        );
    }

    private static int RequiredTokens(Deployment d, int length) => d.Engine.Engine.TokensToStart(length, d.Serving.MaxNumBatchedTokens);

    /// <summary>Each node reads the layers of its own stages; tensor ranks of a node share one read.</summary>
    private static TimeSpan LoadTime(Deployment d, long checkpoint) =>
        TimeSpan.FromSeconds(checkpoint / (double)Math.Clamp(d.Layout.Pipeline, 1, d.Nodes) / Math.Max(1, d.StorageBandwidth.Value));
}
