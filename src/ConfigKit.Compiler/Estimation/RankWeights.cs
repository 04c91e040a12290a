using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>The weights that one rank of a pipeline stage holds after loading.</summary>
internal static class RankWeights
{
    private const string Source =
        "vllm model_executor/models/deepseek_v2.py: q_a, kv_a, router, norms and indexer are replicated, the rest is split";

    public static ImmutableArray<Term> OfStage(Deployment d, int stage, ModelWeights weights)
    {
        var (a, layout) = (d.Model.Architecture, d.Layout);
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        var stored = new Dictionary<string, double>(StringComparer.Ordinal);
        var order = new List<string>();
        var first = layout.StageLayers.Take(stage).Sum();
        var isLast = stage == layout.Pipeline - 1;
        if (stage == 0)
        {
            Add(LayerWeights.Embedding(a));
        }

        var end = Math.Min(first + layout.StageLayers[stage], a.NumHiddenLayers);
        for (var kind = 0; kind < weights.Kinds.Length && first < end; kind++)
        {
            if (weights.BytesOf(kind, first, end) is > 0 and var bytes)
            {
                Add(new Weight(weights.Kinds[kind].Group, 0, bytes, weights.Kinds[kind].Sharding));
            }
        }

        if (isLast)
        {
            LayerWeights.Head(a).ForEach(Add);
            if (d.Serving.SpeculativeMethod == SpeculativeMethod.Mtp && ModelSize.StoredMtpLayers(a) > 0)
            {
                weights.Layers[a.NumHiddenLayers].ForEach(w => Add(w with { Group = "MTP layer" }));
                if (layout.Pipeline > 1)
                {
                    // Embedding and head are shared with the target only where both lie on one rank.
                    Add(LayerWeights.Embedding(a) with { Group = "MTP layer" });
                }
            }
        }

        if (!a.EngramEmbeddings.IsEmpty && stage == 0 && !IsEngramOnHost(d))
        {
            Add(LayerWeights.Engram(a));
        }

        AddCopies(d, stage, weights.Size, Sum);
        return
        [
            .. order.Select(name => new Term(
                name,
                (long)Math.Round(sums[name]),
                stored.GetValueOrDefault(name),
                Explain(name, layout),
                Source
            )),
        ];

        void Add(Weight weight)
        {
            Sum(weight.Group, weight.Bytes * Share(weight.Sharding, d) * LoadFactor(weight, d));
            stored[weight.Group] = stored.GetValueOrDefault(weight.Group) + weight.Bytes;
        }

        void Sum(string name, double bytes)
        {
            if (!sums.TryAdd(name, bytes))
            {
                sums[name] += bytes;
            }
            else
            {
                order.Add(name);
            }
        }
    }

    /// <summary>The share of a weight that one rank holds.</summary>
    private static double Share(Sharding sharding, Deployment d)
    {
        var (a, layout) = (d.Model.Architecture, d.Layout);
        var tensor = (double)layout.Tensor.Value;
        return sharding switch
        {
            Sharding.Replicated => 1,
            Sharding.Attention => 1.0 / layout.AttentionTensor,
            Sharding.KeyValueHeads => Math.Max(1.0, (double)a.NumKeyValueHeads / layout.AttentionTensor) / a.NumKeyValueHeads,
            Sharding.Experts when layout.ExpertSize > 1 => Math.Ceiling((double)a.RoutedExperts / layout.ExpertSize) / a.RoutedExperts,

            // Even without expert parallelism.
            Sharding.Experts => 1 / (d.Engine.Engine.SpreadsExpertsOverData ? tensor * layout.Data : tensor),
            Sharding.Vocabulary => Math.Ceiling(a.VocabSize / 64.0) * 64 / a.VocabSize / tensor,
            _ => 1 / tensor,
        };
    }

    /// <summary>
    /// FP4 experts on GPUs without FP4 units are repacked for Marlin while loading: V4-Pro took 125.65 GiB a GPU on 8 x
    /// H200 where its shards say 100.7 (InferenceX#2128), so 1.245 of the experts' bytes. SGLang does so, vLLM when told
    /// to, and for V4.1, whose 32 x 32 blocks no other kernel takes there (49.6 GiB a GPU on 8 x H200, InferenceX#3310).
    /// </summary>
    private static double LoadFactor(Weight weight, Deployment d) =>
        weight.Sharding == Sharding.Experts
        && d.Quantization.Experts == WeightFormat.Mxfp4
        && d.Gpu.ComputeCapability is < 100
        && (d.Config.Serving.MoeBackend == "marlin" || d.Engine.Engine.RepacksFp4Experts || d.Quantization.BlockSize == 32)
            ? 1.245
            : 1;

    /// <summary>vLLM's `--engram-config {"cpu_offload":true}`: the tables lie in pinned host memory.</summary>
    private static bool IsEngramOnHost(Deployment d)
    {
        var arguments = d.Config.Serving.ExtraArgs;
        return !arguments.IsDefault
            && arguments.Any(x => x.StartsWith("--engram-config", StringComparison.Ordinal))
            && arguments.Any(x => x.Replace(" ", "", StringComparison.Ordinal).Contains("\"cpu_offload\":true", StringComparison.Ordinal));
    }

    /// <summary>
    /// What a rank holds beyond the checkpoint. vLLM and SGLang keep W_UK and W_UV in bf16 beside the quantised kv_b (process_weights_after_loading): kv_lora_rank x
    /// heads x (qk_nope + v) x 2 bytes a layer.
    /// </summary>
    private static void AddCopies(Deployment d, int stage, ModelSize size, Action<string, double> add)
    {
        var a = d.Model.Architecture;
        add("rotary table", RotaryTable(a));
        if (
            d.Serving.SpeculativeMethod == SpeculativeMethod.Dspark
            && d.Model.PublishedBytes is { } published
            && stage == d.Layout.Pipeline - 1
        )
        {
            // The drafter's shapes are not published: it is what the checkpoint holds beyond the model.
            add("DSpark drafter", Math.Max(0, published - size.CheckpointBytes) / d.Layout.Tensor);
        }

        if (d.Engine is { Engine.KeepsLatentCopies: true, HasLatentCache: true } && a.IsLatent)
        {
            var layers = d.Layout.StageLayers[stage];
            add(
                "W_UK and W_UV copies",
                2.0 * layers * a.KvLoraRank * a.NumAttentionHeads * (a.QkNopeHeadDim + a.VHeadDim) / d.Layout.AttentionTensor
            );
        }
    }

    /// <summary>
    /// Cosines and sines of every position, once a rank: fp32 over the rotary part for MLA (YaRN), bf16 over the head
    /// for others. It explains 0.03 GiB of a 1.5B model's logged load.
    /// </summary>
    private static double RotaryTable(ModelArchitecture a) =>
        (double)a.MaxPositionEmbeddings * (a.Attention == AttentionKind.Grouped ? a.HeadDim * 2 : Math.Max(64, a.QkRopeHeadDim) * 4);

    private static string Explain(string name, ParallelLayout layout) =>
        name switch
        {
            "attention (replicated)" or "router" or "norms" or "indexer" or "compressor" or "hyper-connections" or "rotary table" =>
                "whole on each rank",
            "routed experts" => layout.ExpertSize > 1
                ? $"whole experts over {layout.ExpertSize} ranks"
                : $"each expert split over {Quantity.Count(layout.Tensor)} tensor ranks",
            "attention" or "W_UK and W_UV copies" => $"split over {layout.AttentionTensor} ranks",
            "embedding" or "output head" => $"vocabulary, padded to 64, split over {layout.Tensor.Value} ranks, bf16",
            _ => $"split over {layout.Tensor.Value} tensor ranks",
        };
}
