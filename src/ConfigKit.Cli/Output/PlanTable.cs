using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Search;
using ConfigKit.Text;

namespace ConfigKit.Cli.Output;

/// <summary>The rows of `plan`.</summary>
internal static class PlanTable
{
    public static Table Of(ImmutableArray<PlannedLayout> plans) =>
        new(
            [
                "row",
                "precision",
                "gpus",
                "nodes",
                "tensor",
                "pipeline",
                "data",
                "expert",
                "attention_groups",
                "decode_context",
                "kv_cache_dtype",
                "max_model_len",
                "kv_tokens",
                "tokens_per_s_user",
                "tokens_per_s",
                "concurrency",
            ],
            [.. plans.Select(Row)]
        );

    private static string[] Row(PlannedLayout plan, int index)
    {
        var (d, e) = (plan.Deployment, plan.Estimate);
        return
        [
            Quantity.Count(index + 1),
            ModelSection.Precisions.First(x => x.Value == d.Precision).Name,
            Quantity.Count(plan.Gpus),
            Quantity.Count(d.Nodes),
            Quantity.Count(d.Layout.Tensor),
            Quantity.Count(d.Layout.Pipeline),
            Quantity.Count(d.Layout.Data),
            d.Layout.Expert ? "yes" : "no",
            d.Layout.DataParallelAttention ? Quantity.Count(d.Layout.Data) : "-",
            Quantity.Count(d.Layout.DecodeContext),
            ServingSection.KvCacheDtypes.First(k => k.Value == d.Serving.KvCacheDtype.Value).Name,
            Quantity.Count(e.EffectiveMaxModelLen),
            Quantity.Count(plan.KvTokens),
            Quantity.Number(plan.PerUser, 0),
            Quantity.Number(plan.Throughput, 0),
            Quantity.Count(e.Performance.Concurrency),
        ];
    }
}
