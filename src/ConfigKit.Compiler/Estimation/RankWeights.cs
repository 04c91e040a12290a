using System.Collections.Immutable;
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
        "vllm model_executor/models/deepseek_v2.py, models/deepseek_v4, models/deepseek_v41: projections to small ranks, router, norms, "
        + "indexer and compressors are replicated, the rest is split";

    private readonly Deployment _d;
    private readonly int _stage;
    private readonly ModelWeights _weights;
    private readonly RankShape _shape;

    // By group and whether it drafts: bytes on the rank and bytes in the checkpoint.
    private readonly Dictionary<(WeightGroup Group, bool IsDraft), (double Held, double Stored, double Pinned)> _sums = [];

    // The groups as they first appear.
    private readonly List<(WeightGroup Group, bool IsDraft)> _order = [];

    private RankWeights(Deployment d, int stage, ModelWeights weights)
    {
        _d = d;
        _stage = stage;
        _weights = weights;
        _shape = new RankShape(d);
    }

    private bool IsLastStage => _stage == _d.Layout.Pipeline - 1;

    public static ImmutableArray<WeightTerm> OfStage(Deployment d, int stage, ModelWeights weights)
    {
        var rank = new RankWeights(d, stage, weights);
        rank.AddLayers();
        rank.AddEnds();
        return [.. rank._order.Select(rank.Term)];
    }

    /// <summary>Whether it is known how the MoE kernel pads the experts.</summary>
    public static bool IsPaddingKnown(Deployment d) => !d.Model.Architecture.IsMoe || new RankShape(d).KnownPadding is not null;

    private WeightTerm Term((WeightGroup Group, bool IsDraft) key)
    {
        var (held, stored, pinned) = _sums[key];
        var placement = PlacementOf(key.Group);
        return new WeightTerm(key.Group, (long)Math.Round(held), stored, Spread(key.Group))
        {
            IsDraft = key.IsDraft,
            Placement = placement,
            AllocatedBytes = (long)Math.Round(placement == WeightPlacement.PinnedHost ? pinned : held),
        };
    }

    private WeightPlacement PlacementOf(WeightGroup group) =>
        group != WeightGroup.EngramTables || !_d.Serving.Engram.IsOnHost ? WeightPlacement.Gpu
        : _d.Serving.Engram.SharedMemory || _d.Serving.Engram.TransparentHugepages ? WeightPlacement.SharedHost
        : WeightPlacement.PinnedHost;

    private void AddLayers()
    {
        var layout = _d.Layout;
        if (_stage == 0)
        {
            Add(_weights.Embedding, 1);
            if (!_d.Serving.ExtraArguments.Contains("--language-model-only"))
            {
                AddAll(_weights.Vision, 1);
            }
        }

        var first = layout.StageLayers.Take(_stage).Sum();
        var counts = _weights.CountKinds(first, first + layout.StageLayers[_stage]);
        for (var kind = 0; kind < counts.Length; kind++)
        {
            if (counts[kind] > 0)
            {
                AddAll(_weights.Kinds[kind], counts[kind]);
            }
        }
    }

    /// <summary>What the last stage holds beside its decoder layers.</summary>
    private void AddEnds()
    {
        if (!IsLastStage)
        {
            return;
        }

        AddAll(_weights.Head, 1);
        var drafts = _d.Serving.SpeculativeMethod is SpeculativeMethod.Mtp or SpeculativeMethod.Dspark;
        if (drafts && !_weights.Draft.IsEmpty)
        {
            AddAll(_weights.Draft, 1, isDraft: true);
            if (_d.Layout.Pipeline > 1)
            {
                // The embedding is shared with the target only where both lie on one rank.
                Add(_weights.Embedding, 1, isDraft: true);
            }
        }
    }

    private void AddAll(ImmutableArray<Weight> weights, int layers, bool isDraft = false)
    {
        foreach (var weight in weights)
        {
            Add(weight, layers, isDraft);
        }
    }

    private void Add(Weight weight, int layers, bool isDraft = false)
    {
        if (weight.IsCopy && weight.Group == WeightGroup.LatentProjectionCopies && !KeepsLatentCopies)
        {
            return;
        }

        var local = _shape.Of(weight, _d.Serving.Engram);
        var q = _d.Quantization;
        var one =
            weight.LoadedIntegerBytes > 0
                ? (double)local.Rows * local.Columns * weight.LoadedIntegerBytes
                : StorageFormat.LoadedBytes(weight.Format, q, local.Rows, local.Columns);
        var key = (weight.Group, isDraft);
        if (!_sums.TryGetValue(key, out var sum))
        {
            _order.Add(key);
        }

        var pinned = weight.Group == WeightGroup.EngramTables ? PinnedBytes(local) : 0;
        var times = local.Copies * layers;
        _sums[key] = (sum.Held + (times * one), sum.Stored + (layers * weight.StoredBytes(q)), sum.Pinned + (times * pinned));
    }

    /// <summary>vLLM and SGLang keep W_UK and W_UV in bf16 beside the quantised kv_b (process_weights_after_loading).</summary>
    private bool KeepsLatentCopies => _d.Engine is { Engine.KeepsLatentCopies: true, HasLatentCache: true };

    /// <summary>PyTorch's allocator of pinned memory rounds each tensor up to a power of two: here the rows and their scales.</summary>
    private static double PinnedBytes(LocalShape table)
    {
        var values = (ulong)(table.Rows * table.Columns);
        var scales = (ulong)(table.Rows * StorageFormat.Ceiling(table.Columns, 32));
        return (double)System.Numerics.BitOperations.RoundUpToPowerOf2(values) + System.Numerics.BitOperations.RoundUpToPowerOf2(scales);
    }

    private string Spread(WeightGroup group)
    {
        var layout = _d.Layout;
        return group switch
        {
            WeightGroup.AttentionReplicated
            or WeightGroup.Router
            or WeightGroup.Norms
            or WeightGroup.Indexer
            or WeightGroup.Compressor
            or WeightGroup.HyperConnections => "copied to every rank",
            WeightGroup.RoutedExperts => Experts(layout),
            WeightGroup.Attention or WeightGroup.LatentProjectionCopies or WeightGroup.EngramProjections =>
                $"split over {layout.AttentionTensor} ranks",
            WeightGroup.Embedding or WeightGroup.OutputHead =>
                $"vocabulary, padded to {RankShape.VocabularyPadding}, split over {layout.Tensor} ranks, bf16",
            WeightGroup.SharedExperts or WeightGroup.DenseMlp => _shape.IsSequenceParallel
                ? "whole on each rank, which takes its part of the tokens"
                : $"split over {layout.Tensor} tensor ranks",
            WeightGroup.EngramTables => $"hash heads split over {layout.Tensor} tensor ranks",
            WeightGroup.Vision => _shape.VisionSlices > 1 ? $"heads split over {_shape.VisionSlices} ranks" : "whole on each rank",
        };
    }

    private string Experts(ParallelLayout layout)
    {
        var (padding, width) = (_shape.Padding, _d.Model.Architecture.MoeIntermediateSize);
        var part = StorageFormat.Ceiling(width, _shape.ExpertSlices);
        var padded = StorageFormat.Ceiling(part, padding.Width) * padding.Width;
        var spread =
            layout.ExpertSize > 1
                ? $"whole experts over {layout.ExpertSize} ranks"
                : $"each expert split over {Quantity.Count(layout.Tensor)} tensor ranks";
        return spread
            + (padded == part ? "" : $", {part} wide padded to {padded} for {Backend}")
            + (_shape.KnownPadding is null ? "; padding by the MoE kernel is not known" : "");
    }

    private string Backend =>
        _d.Serving.MoeBackend ?? _d.Engine.Memory.Moe.Choose(_d.Quantization.Experts, _d.Gpu.ComputeCapability) ?? "the MoE kernel";
}
