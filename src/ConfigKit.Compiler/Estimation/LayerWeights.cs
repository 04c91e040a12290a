using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>
/// The weights of each part of a model, by the shapes of the reference implementations (deepseek-ai inference code,
/// transformers, vllm models/deepseek_v2.py and deepseek_v4). Parameter count, checkpoint bytes and bytes on a rank
/// are sums over this one list.
/// </summary>
internal sealed class LayerWeights(ModelArchitecture a, Quantization q)
{
    private readonly List<Weight> _weights = [];

    /// <summary>The weights of a decoder layer.</summary>
    /// <param name="layer">From 0; from num_hidden_layers on: a multi-token prediction layer.</param>
    public static List<Weight> OfLayer(ModelArchitecture a, Quantization q, int layer)
    {
        var isMtp = layer >= a.NumHiddenLayers;
        var stored = isMtp && q.MtpInBf16 ? Quantization.Uniform(WeightFormat.Bf16) : q;
        var w = new LayerWeights(a, isMtp ? stored with { Experts = q.DraftExperts ?? stored.Experts } : stored);
        switch (a.Attention)
        {
            case AttentionKind.Grouped:
                w.GroupedAttention();
                break;
            case AttentionKind.Compressed:
                w.CompressedAttention(layer < a.CompressRatios.Length ? a.CompressRatios[layer] : 0);
                break;
            case AttentionKind.Latent or AttentionKind.SparseLatent:
                w.LatentAttention();
                break;
        }

        w.Plain(WeightGroup.Norms, 2L * a.HiddenSize);
        if (isMtp ? a.IsMoe : a.IsMoeLayer(layer))
        {
            w.Experts(layer);
        }
        else
        {
            w.Mlp(WeightGroup.DenseMlp, a.IntermediateSize);
        }

        if (isMtp)
        {
            w.PredictionHead();
        }

        return w._weights;
    }

    /// <summary>The input embedding.</summary>
    public static Weight Embedding(ModelArchitecture a) =>
        new(WeightGroup.Embedding, (long)a.VocabSize * a.HiddenSize, EmbeddingBytes(a), Sharding.Vocabulary);

    private static double EmbeddingBytes(ModelArchitecture a) => (double)StorageFormat.Bf16Bytes * a.VocabSize * a.HiddenSize;

    /// <summary>Output head and final norm.</summary>
    public static List<Weight> Head(ModelArchitecture a)
    {
        var weights = new List<Weight>
        {
            new(WeightGroup.Norms, a.HiddenSize, (double)StorageFormat.Bf16Bytes * a.HiddenSize, Sharding.Replicated),
        };
        if (!a.TieWordEmbeddings)
        {
            weights.Add(new(WeightGroup.OutputHead, (long)a.VocabSize * a.HiddenSize, EmbeddingBytes(a), Sharding.Vocabulary));
        }

        if (a.HcMult > 0)
        {
            weights.Add(HyperHead(a));
        }

        return weights;
    }

    /// <summary>V4.1: the hashed n-gram tables, FP8 with one scale per row.</summary>
    public static Weight Engram(ModelArchitecture a)
    {
        var rows = a.EngramEmbeddings.Sum();
        var count = rows * a.EngramHeadDim;
        return new(WeightGroup.EngramTables, count, count + (double)rows, Sharding.Tensor);
    }

    private void Add(WeightGroup group, WeightFormat format, long output, long input, Sharding sharding) =>
        _weights.Add(new Weight(group, output * input, StorageFormat.Bytes(format, q, output, input), sharding));

    private void Plain(WeightGroup group, long count, Sharding sharding = Sharding.Replicated, int bytes = StorageFormat.Bf16Bytes) =>
        _weights.Add(new Weight(group, count, (double)count * bytes, sharding));

    private WeightFormat Attention(string projection) => q.AttentionInBf16.Contains(projection) ? WeightFormat.Bf16 : q.Attention;

    private void GroupedAttention()
    {
        var (h, d) = (a.HiddenSize, a.HeadDim);
        Add(WeightGroup.Attention, q.Attention, (long)a.NumAttentionHeads * d, h, Sharding.Attention);
        Add(WeightGroup.Attention, q.Attention, (long)a.NumKeyValueHeads * d, h, Sharding.KeyValueHeads);
        Add(WeightGroup.Attention, q.Attention, (long)a.NumKeyValueHeads * d, h, Sharding.KeyValueHeads);
        Add(WeightGroup.Attention, q.Attention, h, (long)a.NumAttentionHeads * d, Sharding.Attention);
        if (a.QkvBias)
        {
            Plain(WeightGroup.Attention, (long)a.NumAttentionHeads * d, Sharding.Attention);
            Plain(WeightGroup.Attention, 2L * a.NumKeyValueHeads * d, Sharding.KeyValueHeads);
        }

        if (a.QkNorm)
        {
            Plain(WeightGroup.Norms, 2L * d);
        }
    }

    private void LatentAttention()
    {
        var (h, heads) = (a.HiddenSize, (long)a.NumAttentionHeads);
        var head = a.QkNopeHeadDim + a.QkRopeHeadDim;
        if (a.QLoraRank > 0)
        {
            Add(WeightGroup.AttentionReplicated, Attention("q_a"), a.QLoraRank, h, Sharding.Replicated);
            Plain(WeightGroup.Norms, a.QLoraRank);
            Add(WeightGroup.Attention, Attention("q_b"), heads * head, a.QLoraRank, Sharding.Attention);
        }
        else
        {
            Add(WeightGroup.Attention, Attention("q_b"), heads * head, h, Sharding.Attention);
        }

        Add(WeightGroup.AttentionReplicated, Attention("kv_a"), a.KvLoraRank + a.QkRopeHeadDim, h, Sharding.Replicated);
        Plain(WeightGroup.Norms, a.KvLoraRank);
        Add(WeightGroup.Attention, Attention("kv_b"), heads * (a.QkNopeHeadDim + a.VHeadDim), a.KvLoraRank, Sharding.Attention);
        Add(WeightGroup.Attention, Attention("o"), h, heads * a.VHeadDim, Sharding.Attention);
        if (a.HasIndexerKey)
        {
            Add(WeightGroup.Indexer, Attention("indexer"), (long)a.IndexHeads * a.IndexHeadDim, a.QLoraRank, Sharding.Replicated);
            Add(WeightGroup.Indexer, Attention("indexer"), a.IndexHeadDim, h, Sharding.Replicated);
            Plain(WeightGroup.Indexer, (long)a.IndexHeads * h);
            Plain(WeightGroup.Indexer, 2L * a.IndexHeadDim, bytes: StorageFormat.Fp32Bytes);
        }
    }

    /// <summary>V4: one KV head, output projection in groups, a compressor per compressed layer, an indexer at ratio 4.</summary>
    private void CompressedAttention(int ratio)
    {
        var (h, d) = (a.HiddenSize, a.HeadDim);
        var width = (long)a.NumAttentionHeads * d;
        Add(WeightGroup.AttentionReplicated, q.Attention, a.QLoraRank, h, Sharding.Replicated);
        Add(WeightGroup.Attention, q.Attention, width, a.QLoraRank, Sharding.Attention);
        Add(WeightGroup.AttentionReplicated, q.Attention, d, h, Sharding.Replicated);
        Add(WeightGroup.Attention, q.Attention, a.OLoraRank, width, Sharding.Attention);
        Add(WeightGroup.Attention, q.Attention, h, (long)a.OGroups * a.OLoraRank, Sharding.Attention);
        Plain(WeightGroup.Norms, a.QLoraRank + d);
        Plain(WeightGroup.Norms, a.NumAttentionHeads, bytes: StorageFormat.Fp32Bytes); // attention sinks
        if (ratio > 0)
        {
            Compressor(WeightGroup.Compressor, ratio, d);
        }

        if (ratio is > 0 and <= CompressionRatio.Overlapping && a.IndexHeads > 0)
        {
            Add(WeightGroup.Indexer, q.Attention, (long)a.IndexHeads * a.IndexHeadDim, a.QLoraRank, Sharding.Replicated);
            Plain(WeightGroup.Indexer, (long)a.IndexHeads * h);
            Compressor(WeightGroup.Indexer, ratio, a.IndexHeadDim);
        }

        // Hyper-connections around attention and MLP: (2 + n) n mixing rows over n streams, fp32.
        var mix = (2L + a.HcMult) * a.HcMult;
        Plain(WeightGroup.HyperConnections, 2 * ((mix * a.HcMult * h) + mix + 3), bytes: StorageFormat.Fp32Bytes);
    }

    /// <summary>A compressor's two projections, the bias of each position in its window, and its norm.</summary>
    private void Compressor(WeightGroup group, int ratio, int width)
    {
        var wide = (long)CompressionRatio.WidthOf(ratio) * width;
        Plain(group, 2 * a.HiddenSize * wide);
        Plain(group, ratio * wide, bytes: StorageFormat.Fp32Bytes);
        Plain(group, width);
    }

    private static Weight HyperHead(ModelArchitecture a)
    {
        var count = ((long)a.HcMult * a.HcMult * a.HiddenSize) + a.HcMult + 1;
        return new(WeightGroup.HyperConnections, count, (double)StorageFormat.Fp32Bytes * count, Sharding.Replicated);
    }

    private void Experts(int layer)
    {
        var (h, inner, count) = (a.HiddenSize, a.MoeIntermediateSize, a.RoutedExperts);
        Plain(WeightGroup.Router, (long)count * h);
        if (a.HashLayers > layer)
        {
            // A table from tokens to experts.
            var table = (double)StorageFormat.Int64Bytes * a.VocabSize * a.ExpertsPerToken;
            _weights.Add(new Weight(WeightGroup.Router, 0, table, Sharding.Replicated));
        }
        else if (a.RouterBias)
        {
            _weights.Add(new Weight(WeightGroup.Router, 0, (double)StorageFormat.Fp32Bytes * count, Sharding.Replicated));
        }

        var bytes = (2 * StorageFormat.Bytes(q.Experts, q, inner, h)) + StorageFormat.Bytes(q.Experts, q, h, inner);
        _weights.Add(new Weight(WeightGroup.RoutedExperts, 3L * count * inner * h, count * bytes, Sharding.Experts));
        var shared = a.SharedExpertIntermediateSize > 0 ? a.SharedExpertIntermediateSize : a.SharedExperts * inner;
        if (shared > 0)
        {
            Mlp(WeightGroup.SharedExperts, shared);
        }

        if (a.ModelType == "qwen2_moe")
        {
            Plain(WeightGroup.Router, h); // gate of the shared expert
        }
    }

    private void Mlp(WeightGroup group, long inner)
    {
        Add(group, q.Dense, inner, a.HiddenSize, Sharding.Tensor);
        Add(group, q.Dense, inner, a.HiddenSize, Sharding.Tensor);
        Add(group, q.Dense, a.HiddenSize, inner, Sharding.Tensor);
    }

    /// <summary>What a multi-token prediction layer has beside a decoder layer: eh_proj and three norms.</summary>
    private void PredictionHead()
    {
        if (a.Attention == AttentionKind.Compressed)
        {
            Add(WeightGroup.MtpProjection, q.Attention, a.HiddenSize, 2L * a.HiddenSize, Sharding.Replicated);
            _weights.Add(HyperHead(a));
        }
        else
        {
            Plain(WeightGroup.MtpProjection, 2L * a.HiddenSize * a.HiddenSize);
        }

        Plain(WeightGroup.Norms, 3L * a.HiddenSize);
    }
}
