using System.Collections.Immutable;
using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>What a model has beside its decoder layers: embedding, head, vision encoder, drafts.</summary>
internal static class EndWeights
{
    // DSpark's stages where the config does not say how many (vllm models/deepseek_v4/nvidia/dspark.py:106).
    private const int UsualDsparkLayers = 3;

    /// <summary>The input embedding.</summary>
    public static Weight Embedding(ModelArchitecture a) =>
        new(WeightGroup.Embedding, WeightFormat.Bf16, a.VocabSize, a.HiddenSize, Sharding.Vocabulary);

    /// <summary>Output head and final norm.</summary>
    public static ImmutableArray<Weight> Head(ModelArchitecture a)
    {
        var weights = ImmutableArray.CreateBuilder<Weight>();
        weights.Add(Vector(WeightGroup.Norms, a.HiddenSize));
        if (!a.TieWordEmbeddings)
        {
            weights.Add(new(WeightGroup.OutputHead, WeightFormat.Bf16, a.VocabSize, a.HiddenSize, Sharding.Vocabulary));
        }

        if (a.HcMult > 0 && !a.SharesKvSources)
        {
            weights.Add(HyperHead(a));
        }

        return weights.ToImmutable();
    }

    /// <summary>The vision encoder (vllm models/deepseek_v4/common/vision.py); empty where there is none.</summary>
    public static ImmutableArray<Weight> Vision(ModelArchitecture a)
    {
        if (a.Vision is not { } v)
        {
            return [];
        }

        var (h, d) = (a.HiddenSize, v.Width);
        ImmutableArray<Weight> layer =
        [
            Whole(2L * d),
            Split(3L * d, d),
            Split(3L * d, 1),
            Split(d, d),
            Whole(d),
            Split(v.InnerWidth, d),
            Split(v.InnerWidth, d),
            Split(v.InnerWidth, d),
        ];
        return
        [
            Whole(3L * v.PatchSize * v.PatchSize * d),
            Whole(d),
            .. layer.Select(w => w with { Copies = v.Layers }),
            Whole(d),
            Split(h, (long)d * v.Downsample * v.Downsample),
            Split(h, 1),
            Split(h, h),
            Whole(h),
        ];

        static Weight Whole(long count) => Vector(WeightGroup.Vision, count);
        static Weight Split(long rows, long columns) => new(WeightGroup.Vision, WeightFormat.Bf16, rows, columns, Sharding.Vision);
    }

    /// <summary>What drafts tokens and is part of the checkpoint; empty where there is nothing.</summary>
    public static ImmutableArray<Weight> Draft(ModelArchitecture a, Quantization q)
    {
        var stored = q.MtpInBf16 ? Quantization.Uniform(WeightFormat.Bf16) : q with { Experts = q.DraftExperts ?? q.Experts };
        return a.HasDspark ? Dspark(a, stored) : [.. Enumerable.Range(0, a.MtpLayers).SelectMany(_ => PredictionLayer(a, stored))];
    }

    /// <summary>A multi-token prediction layer: a decoder layer, and what joins hidden state and next embedding before it.</summary>
    private static IEnumerable<Weight> PredictionLayer(ModelArchitecture a, Quantization q)
    {
        var h = a.HiddenSize;
        var weights = LayerWeights.OfDraft(a, q, a.RoutedExperts).ToList();
        weights.Add(Vector(WeightGroup.Norms, 3L * h));
        if (a.Attention == AttentionKind.Compressed)
        {
            weights.Add(new(WeightGroup.AttentionReplicated, q.Attention, h, h, Sharding.Replicated) { Copies = 2 });
            weights.Add(HyperHead(a));
        }
        else
        {
            weights.Add(new(WeightGroup.AttentionReplicated, WeightFormat.Bf16, h, 2L * h, Sharding.Replicated));

            // V3 stores embedding and head once more (README_WEIGHTS.md); loaded they are the model's own.
            weights.Add(Embedding(a) with { Copies = 2, IsCounted = false, Sharding = Sharding.NotLoaded });
        }

        return weights;
    }

    /// <summary>
    /// DSpark: stages like decoder layers, a projection of the states that they read, and a table of token pairs of low rank
    /// (vllm models/deepseek_v4/nvidia/dspark.py, models/qwen3_dspark.py).
    /// </summary>
    private static ImmutableArray<Weight> Dspark(ModelArchitecture a, Quantization q)
    {
        var h = a.HiddenSize;
        var stages = a.DsparkLayers ?? (a.MtpLayers > 1 ? a.MtpLayers : UsualDsparkLayers);
        var stage = LayerWeights.OfDraft(a, q, a.DsparkExperts > 0 ? a.DsparkExperts : a.RoutedExperts);
        var weights = ImmutableArray.CreateBuilder<Weight>();
        weights.AddRange(stage.Select(w => w with { Copies = w.Copies * stages }));
        weights.Add(
            new(WeightGroup.AttentionReplicated, q.Attention, h, (long)h * Math.Max(1, a.DsparkTargetLayers.Length), Sharding.Replicated)
        );
        weights.Add(Vector(WeightGroup.Norms, 2L * h));
        weights.Add(new(WeightGroup.OutputHead, WeightFormat.Bf16, a.VocabSize, a.DsparkMarkovRank, Sharding.Replicated) { Copies = 2 });
        weights.Add(Vector(WeightGroup.OutputHead, h + a.DsparkMarkovRank));
        if (!a.SharesKvSources)
        {
            // The stages' KV projections once more, as one matrix (dspark.py:129).
            var rows = (long)stages * a.HeadDim;
            weights.Add(new(WeightGroup.AttentionReplicated, q.Attention, rows, h, Sharding.Replicated) { IsCopy = true });
            weights.Add(HyperHead(a));
        }

        return weights.ToImmutable();
    }

    private static Weight HyperHead(ModelArchitecture a) =>
        Vector(WeightGroup.HyperConnections, ((long)a.HcMult * a.HcMult * a.HiddenSize) + a.HcMult + 1, WeightFormat.Fp32);

    private static Weight Vector(WeightGroup group, long count, WeightFormat format = WeightFormat.Bf16) =>
        new(group, format, count, 1, Sharding.Replicated);
}
