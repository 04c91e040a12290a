using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>The weights that one rank of a pipeline stage holds after loading.</summary>
internal sealed class RankWeights
{
    /// <summary>Where the rules come from.</summary>
    public const string Source =
        "vllm model_executor/models/deepseek_v2.py: q_a, kv_a, router, norms and indexer are replicated, the rest is split";

    // vLLM pads the vocabulary to a multiple of it (model_executor/layers/vocab_parallel_embedding.py).
    private const int VocabularyPadding = 64;

    // FP4 experts repacked for Marlin: V4-Pro took 125.65 GiB a GPU on 8 x H200 where its shards say 100.7
    // (InferenceX#2128).
    private const double MarlinFactor = 1.245;

    // V4.1 scales blocks of 32 x 32, which on GPUs without FP4 units no kernel but Marlin takes.
    private const int MarlinBlockSize = 32;

    // The rotary table of MLA is at least as wide as V2's and V3's rotary part.
    private const int NarrowestRotary = 64;

    private readonly Deployment _d;
    private readonly int _stage;
    private readonly ModelWeights _weights;

    // By group: bytes on the rank and bytes in the checkpoint.
    private readonly Dictionary<WeightGroup, (double Held, double Stored)> _sums = [];

    // The groups as they first appear.
    private readonly List<WeightGroup> _order = [];

    private RankWeights(Deployment d, int stage, ModelWeights weights)
    {
        _d = d;
        _stage = stage;
        _weights = weights;
    }

    private bool IsLastStage => _stage == _d.Layout.Pipeline - 1;

    public static ImmutableArray<WeightTerm> OfStage(Deployment d, int stage, ModelWeights weights)
    {
        var rank = new RankWeights(d, stage, weights);
        rank.AddLayers();
        rank.AddEnds();
        rank.AddCopies();
        return
        [
            .. rank._order.Select(group =>
            {
                var (held, stored) = rank._sums[group];
                return new WeightTerm(group, (long)Math.Round(held), stored, Spread(group, d.Layout));
            }),
        ];
    }

    private void Add(Weight weight) => Sum(weight.Group, weight.Bytes * Share(weight.Sharding, _d) * LoadFactor(weight, _d), weight.Bytes);

    private void Sum(WeightGroup group, double held, double stored = 0)
    {
        if (!_sums.TryGetValue(group, out var sum))
        {
            _order.Add(group);
        }

        _sums[group] = (sum.Held + held, sum.Stored + stored);
    }

    private void AddLayers()
    {
        var (a, layout) = (_d.Model.Architecture, _d.Layout);
        if (_stage == 0)
        {
            Add(LayerWeights.Embedding(a));
        }

        var first = layout.StageLayers.Take(_stage).Sum();
        var end = Math.Min(first + layout.StageLayers[_stage], a.NumHiddenLayers);
        for (var kind = 0; kind < _weights.Kinds.Length && first < end; kind++)
        {
            if (_weights.BytesOf(kind, first, end) is > 0 and var bytes)
            {
                Add(new Weight(_weights.Kinds[kind].Group, 0, bytes, _weights.Kinds[kind].Sharding));
            }
        }
    }

    /// <summary>What the first and the last stage hold beside their decoder layers.</summary>
    private void AddEnds()
    {
        var a = _d.Model.Architecture;
        if (IsLastStage)
        {
            LayerWeights.Head(a).ForEach(Add);
            if (_d.Serving.SpeculativeMethod == SpeculativeMethod.Mtp && ModelSize.StoredMtpLayers(a) > 0)
            {
                _weights.Layers[a.NumHiddenLayers].ForEach(w => Add(w with { Group = WeightGroup.MtpLayer }));
                if (_d.Layout.Pipeline > 1)
                {
                    // Embedding and head are shared with the target only where both lie on one rank.
                    Add(LayerWeights.Embedding(a) with { Group = WeightGroup.MtpLayer });
                }
            }
        }

        if (a.HasEngram && _stage == 0 && !IsEngramOnHost(_d))
        {
            Add(LayerWeights.Engram(a));
        }
    }

    /// <summary>
    /// What a rank holds beyond the checkpoint. vLLM and SGLang keep W_UK and W_UV in bf16 beside the quantised kv_b
    /// (process_weights_after_loading): kv_lora_rank x heads x (qk_nope + v) x 2 bytes a layer.
    /// </summary>
    private void AddCopies()
    {
        var (a, layout) = (_d.Model.Architecture, _d.Layout);
        Sum(WeightGroup.RotaryTable, RotaryTable(a));
        if (_d.Serving.SpeculativeMethod == SpeculativeMethod.Dspark && _d.Model.PublishedBytes is { } published && IsLastStage)
        {
            // The drafter's shapes are not published: it is what the checkpoint holds beyond the model.
            Sum(WeightGroup.DsparkDrafter, Math.Max(0, published - _weights.Size.CheckpointBytes) / layout.Tensor);
        }

        if (_d.Engine is { Engine.KeepsLatentCopies: true, HasLatentCache: true } && a.IsLatent)
        {
            var layers = layout.StageLayers[_stage];
            var values = (double)layers * a.KvLoraRank * a.NumAttentionHeads * (a.QkNopeHeadDim + a.VHeadDim);
            Sum(WeightGroup.LatentProjectionCopies, StorageFormat.Bf16Bytes * values / layout.AttentionTensor);
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
            Sharding.Tensor => 1 / tensor,
            Sharding.Experts when layout.ExpertSize > 1 => Math.Ceiling((double)a.RoutedExperts / layout.ExpertSize) / a.RoutedExperts,

            // Even without expert parallelism.
            Sharding.Experts => 1 / (d.Engine.Engine.SpreadsExpertsOverData ? tensor * layout.Data : tensor),
            Sharding.Vocabulary => Math.Ceiling(a.VocabSize / (double)VocabularyPadding) * VocabularyPadding / a.VocabSize / tensor,
        };
    }

    /// <summary>
    /// FP4 experts on GPUs without FP4 units are repacked for Marlin while loading. SGLang does so, vLLM when told to,
    /// and for V4.1, whose small blocks no other kernel takes there (49.6 GiB a GPU on 8 x H200, InferenceX#3310).
    /// </summary>
    private static double LoadFactor(Weight weight, Deployment d) =>
        weight.Sharding == Sharding.Experts
        && d.Quantization.Experts == WeightFormat.Mxfp4
        && d.Gpu.ComputeCapability is < ComputeCapability.FirstWithFp4
        && (d.Serving.MoeBackend == "marlin" || d.Engine.Engine.RepacksFp4Experts || d.Quantization.BlockSize == MarlinBlockSize)
            ? MarlinFactor
            : 1;

    /// <summary>vLLM's `--engram-config {"cpu_offload":true}`: the tables lie in pinned host memory.</summary>
    private static bool IsEngramOnHost(Deployment d)
    {
        var arguments = d.Serving.ExtraArguments;
        return arguments.Any(x => x.StartsWith("--engram-config", StringComparison.Ordinal))
            && arguments.Any(x => x.Replace(" ", "", StringComparison.Ordinal).Contains("\"cpu_offload\":true", StringComparison.Ordinal));
    }

    /// <summary>
    /// Cosines and sines of every position, once a rank: fp32 over the rotary part for MLA (YaRN), bf16 over the head
    /// for others. It explains 0.03 GiB of a 1.5B model's logged load.
    /// </summary>
    private static double RotaryTable(ModelArchitecture a) =>
        (double)a.MaxPositionEmbeddings
        * (
            a.Attention == AttentionKind.Grouped
                ? a.HeadDim * StorageFormat.Bf16Bytes
                : Math.Max(NarrowestRotary, a.QkRopeHeadDim) * StorageFormat.Fp32Bytes
        );

    private static string Spread(WeightGroup group, ParallelLayout layout) =>
        group switch
        {
            WeightGroup.AttentionReplicated
            or WeightGroup.Router
            or WeightGroup.Norms
            or WeightGroup.Indexer
            or WeightGroup.Compressor
            or WeightGroup.HyperConnections
            or WeightGroup.RotaryTable => "copied to every rank",
            WeightGroup.RoutedExperts => layout.ExpertSize > 1
                ? $"whole experts over {layout.ExpertSize} ranks"
                : $"each expert split over {Quantity.Count(layout.Tensor)} tensor ranks",
            WeightGroup.Attention or WeightGroup.LatentProjectionCopies => $"split over {layout.AttentionTensor} ranks",
            WeightGroup.Embedding or WeightGroup.OutputHead =>
                $"vocabulary, padded to {VocabularyPadding}, split over {layout.Tensor} ranks, bf16",
            WeightGroup.SharedExperts
            or WeightGroup.DenseMlp
            or WeightGroup.EngramTables
            or WeightGroup.MtpProjection
            or WeightGroup.MtpLayer
            or WeightGroup.DsparkDrafter => $"split over {layout.Tensor} tensor ranks",
        };
}
