using System.Collections.Immutable;
using ConfigKit.Engines.Caches;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation.KvCache;

/// <summary>vLLM's cache of a deployment: blocks that the groups of its layers share.</summary>
internal sealed class VllmKvCache : KvCachePlanner
{
    private const string Source = "vllm v1/core/kv_cache_utils.py";

    // Tokens of a block that every layout of the cache can be divided into.
    private const int PlannableBlock = 256;

    private readonly KvPlanInput _input;
    private readonly ImmutableArray<KvStage> _stages;

    public VllmKvCache(Deployment d)
    {
        _input = InputOf(d);
        _stages = VllmKvPlanner.Stages(_input, out var refusal);
        Refusal = refusal;
        if (refusal is not null)
        {
            // What is refused is still estimated, as near as can be.
            var plannable = _input with
            {
                HybridManagerOff = false,
                DecodeContext = 1,
                Settings = _input.Settings with { BlockSize = Math.Max(PlannableBlock, _input.Settings.BlockSize) },
                SplitsSources = true,
            };
            (_input, _stages) = (plannable, VllmKvPlanner.Stages(plannable, out _));
        }
    }

    public override KvRefusal? Refusal { get; }

    public override KvCost Cost(int stage)
    {
        var (s, ranks) = (_stages[stage], _input.DecodeContext);
        var growing = s.Groups.Where(g => g.Kind == KvCacheKind.Full).ToList();
        var stored = growing.SelectMany(g => g.Layers).Sum(l => (double)l.Record / l.TokensPerState) / ranks;
        return new(growing.Sum(g => (double)s.BlockBytes / g.First.Block) / ranks, 0, () => Formula(s, growing, ranks))
        {
            StoredPerToken = stored,
        };
    }

    public override BudgetTerm Request(int stage, int tokens)
    {
        var s = _stages[stage];
        return new(
            BudgetItem.KvPerSequence,
            s.RequestBytes(tokens),
            Source,
            () =>
                $"{Quantity.Count(tokens)} tokens take "
                + string.Join(" + ", s.Groups.Select(g => Quantity.Count(s.GroupBlocks(g, tokens))))
                + $" blocks × {Quantity.Count(s.TestedBytes)} B"
        );
    }

    public override bool Starts(ImmutableArray<long> available, int tokens) =>
        _stages.All(s => s.RequestBytes(tokens) <= s.Room(available[s.Stage]));

    public override KvCapacity Capacity(ImmutableArray<long> available, int length)
    {
        var plan = VllmKvPlanner.Plan(_stages, available, Math.Max(1, length));
        return new(
            plan.Tokens,
            plan.Concurrency,
            () => $"{Quantity.Count(plan.Blocks)} blocks / {Quantity.Count(_stages[0].RequestBlocks(length))} of one request"
        );
    }

    public override int Longest(ImmutableArray<long> available, int limit) => _stages.Min(s => s.Longest(available[s.Stage], limit));

    public override double TokensOf(int stage, long available) =>
        _stages[stage].BlockBytes > 0 ? available / (double)_stages[stage].BlockBytes * _input.Settings.BlockSize : double.PositiveInfinity;

    private static string Formula(KvStage stage, List<KvGroup> growing, int ranks)
    {
        var shared = ranks > 1 ? $" / {ranks} ranks that share it" : "";
        return growing.Count == 1 && stage.Groups.Length == 1 && growing[0].Pages.Count == 1
            ? $"{growing[0].Layers.Length} layers × {Quantity.Count(growing[0].First.Record)} B{shared}"
            : string.Join(" + ", growing.Select(g => $"{Quantity.Count(stage.BlockBytes)} B of a block / {g.First.Block} tokens")) + shared;
    }

    private static KvPlanInput InputOf(Deployment d)
    {
        var (s, request) = (d.Serving, VllmCacheRequest.Of(d.Engine, d.CacheQuestion));
        var rules = VllmCacheRules.Of(d.Engine.Version);
        var (runner, isAhead) = VllmCacheChoice.Scheduling(request, rules);
        return new()
        {
            Model = d.Model.Architecture,
            Rules = rules,
            Settings = new()
            {
                CacheDtype = s.KvCacheDtype,
                BlockSize = s.BlockSize,
                MaxModelLen = s.MaxModelLen > 0 ? s.MaxModelLen : d.Model.Architecture.MaxPositionEmbeddings,
                MaxNumSeqs = s.MaxNumSeqs,
                MaxNumBatchedTokens = s.MaxNumBatchedTokens,
                SecondRunner = runner,
                AsyncScheduling = isAhead,
            },
            Tensor = d.Layout.Tensor,
            StageLayers = d.Layout.StageLayers,
            DecodeContext = d.Layout.DecodeContext,
            Capability = d.Gpu.ComputeCapability ?? 0,
            Draft = s.SpeculativeMethod,
            DraftTokens = s.SpeculativeTokens,
            CachesFullHeads = !d.Engine.HasLatentCache,
            HybridManagerOff = s.Stated.Arguments.Has("--disable-hybrid-kv-cache-manager"),
        };
    }
}
