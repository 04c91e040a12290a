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
        var w = new LayerWeights(a, isMtp && q.MtpInBf16 ? Quantization.Uniform(WeightFormat.Bf16) : q);
        switch (a.Attention)
        {
            case AttentionKind.Grouped:
                w.GroupedAttention();
                break;
            case AttentionKind.Compressed:
                w.CompressedAttention(layer < a.CompressRatios.Length ? a.CompressRatios[layer] : 0);
                break;
            default:
                w.LatentAttention();
                break;
        }

        w.Plain("norms", 2L * a.HiddenSize);
        if (isMtp ? a.IsMoe : a.IsMoeLayer(layer))
        {
            w.Experts(layer);
        }
        else
        {
            w.Mlp("dense MLP", a.IntermediateSize);
        }

        if (isMtp)
        {
            w.PredictionHead();
        }

        return w._weights;
    }

    /// <summary>The input embedding.</summary>
    public static Weight Embedding(ModelArchitecture a) =>
        new("embedding", (long)a.VocabSize * a.HiddenSize, 2.0 * a.VocabSize * a.HiddenSize, Sharding.Vocabulary);

    /// <summary>Output head and final norm.</summary>
    public static List<Weight> Head(ModelArchitecture a)
    {
        var weights = new List<Weight> { new("norms", a.HiddenSize, 2.0 * a.HiddenSize, Sharding.Replicated) };
        if (!a.TieWordEmbeddings)
        {
            weights.Add(new("output head", (long)a.VocabSize * a.HiddenSize, 2.0 * a.VocabSize * a.HiddenSize, Sharding.Vocabulary));
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
        return new("Engram tables", count, count + (double)rows, Sharding.Tensor);
    }

    private void Add(string group, WeightFormat format, long output, long input, Sharding sharding) =>
        _weights.Add(new Weight(group, output * input, StorageFormat.Bytes(format, q, output, input), sharding));

    private void Plain(string group, long count, Sharding sharding = Sharding.Replicated, int bytes = 2) =>
        _weights.Add(new Weight(group, count, (double)count * bytes, sharding));

    private WeightFormat Attention(string projection) => q.AttentionInBf16.Contains(projection) ? WeightFormat.Bf16 : q.Attention;

    private void GroupedAttention()
    {
        var (h, d) = (a.HiddenSize, a.HeadDim);
        Add("attention", q.Attention, (long)a.NumAttentionHeads * d, h, Sharding.Attention);
        Add("attention", q.Attention, (long)a.NumKeyValueHeads * d, h, Sharding.KeyValueHeads);
        Add("attention", q.Attention, (long)a.NumKeyValueHeads * d, h, Sharding.KeyValueHeads);
        Add("attention", q.Attention, h, (long)a.NumAttentionHeads * d, Sharding.Attention);
        if (a.QkvBias)
        {
            Plain("attention", (long)a.NumAttentionHeads * d, Sharding.Attention);
            Plain("attention", 2L * a.NumKeyValueHeads * d, Sharding.KeyValueHeads);
        }

        if (a.QkNorm)
        {
            Plain("norms", 2L * d);
        }
    }

    private void LatentAttention()
    {
        var (h, heads) = (a.HiddenSize, (long)a.NumAttentionHeads);
        var head = a.QkNopeHeadDim + a.QkRopeHeadDim;
        if (a.QLoraRank > 0)
        {
            Add("attention (replicated)", Attention("q_a"), a.QLoraRank, h, Sharding.Replicated);
            Plain("norms", a.QLoraRank);
            Add("attention", Attention("q_b"), heads * head, a.QLoraRank, Sharding.Attention);
        }
        else
        {
            Add("attention", Attention("q_b"), heads * head, h, Sharding.Attention);
        }

        Add("attention (replicated)", Attention("kv_a"), a.KvLoraRank + a.QkRopeHeadDim, h, Sharding.Replicated);
        Plain("norms", a.KvLoraRank);
        Add("attention", Attention("kv_b"), heads * (a.QkNopeHeadDim + a.VHeadDim), a.KvLoraRank, Sharding.Attention);
        Add("attention", Attention("o"), h, heads * a.VHeadDim, Sharding.Attention);
        if (a.HasIndexerKey)
        {
            Add("indexer", Attention("indexer"), (long)a.IndexHeads * a.IndexHeadDim, a.QLoraRank, Sharding.Replicated);
            Add("indexer", Attention("indexer"), a.IndexHeadDim, h, Sharding.Replicated);
            Plain("indexer", (long)a.IndexHeads * h);
            Plain("indexer", 2L * a.IndexHeadDim, bytes: 4);
        }
    }

    /// <summary>V4: one KV head, output projection in groups, a compressor per compressed layer, an indexer at ratio 4.</summary>
    private void CompressedAttention(int ratio)
    {
        var (h, d) = (a.HiddenSize, a.HeadDim);
        var width = (long)a.NumAttentionHeads * d;
        Add("attention (replicated)", q.Attention, a.QLoraRank, h, Sharding.Replicated);
        Add("attention", q.Attention, width, a.QLoraRank, Sharding.Attention);
        Add("attention (replicated)", q.Attention, d, h, Sharding.Replicated);
        Add("attention", q.Attention, a.OLoraRank, width, Sharding.Attention);
        Add("attention", q.Attention, h, (long)a.OGroups * a.OLoraRank, Sharding.Attention);
        Plain("norms", a.QLoraRank + d);
        Plain("norms", a.NumAttentionHeads, bytes: 4); // attention sinks
        if (ratio > 0)
        {
            Compressor("compressor", ratio, d);
        }

        if (ratio > 0 && ratio <= 4 && a.IndexHeads > 0)
        {
            Add("indexer", q.Attention, (long)a.IndexHeads * a.IndexHeadDim, a.QLoraRank, Sharding.Replicated);
            Plain("indexer", (long)a.IndexHeads * h);
            Compressor("indexer", ratio, a.IndexHeadDim);
        }

        // Hyper-connections around attention and MLP: (2 + n) n mixing rows over n streams, fp32.
        var mix = (2L + a.HcMult) * a.HcMult;
        Plain("hyper-connections", 2 * ((mix * a.HcMult * h) + mix + 3), bytes: 4);
    }

    /// <summary>Overlapping windows at ratio 4 double the width.</summary>
    private void Compressor(string group, int ratio, int width)
    {
        var wide = (ratio == 4 ? 2L : 1L) * width;
        Plain(group, 2 * a.HiddenSize * wide);
        Plain(group, ratio * wide, bytes: 4);
        Plain(group, width);
    }

    private static Weight HyperHead(ModelArchitecture a)
    {
        var count = ((long)a.HcMult * a.HcMult * a.HiddenSize) + a.HcMult + 1;
        return new("hyper-connections", count, 4.0 * count, Sharding.Replicated);
    }

    private void Experts(int layer)
    {
        var (h, inner, count) = (a.HiddenSize, a.MoeIntermediateSize, a.RoutedExperts);
        Plain("router", (long)count * h);
        if (a.HashLayers > layer)
        {
            _weights.Add(new Weight("router", 0, 8.0 * a.VocabSize * a.ExpertsPerToken, Sharding.Replicated)); // token to expert table, int64
        }
        else if (a.RouterBias)
        {
            _weights.Add(new Weight("router", 0, 4.0 * count, Sharding.Replicated));
        }

        var bytes = (2 * StorageFormat.Bytes(q.Experts, q, inner, h)) + StorageFormat.Bytes(q.Experts, q, h, inner);
        _weights.Add(new Weight("routed experts", 3L * count * inner * h, count * bytes, Sharding.Experts));
        var shared = a.SharedExpertIntermediateSize > 0 ? a.SharedExpertIntermediateSize : a.SharedExperts * inner;
        if (shared > 0)
        {
            Mlp("shared experts", shared);
        }

        if (a.ModelType == "qwen2_moe")
        {
            Plain("router", h); // gate of the shared expert
        }
    }

    private void Mlp(string group, long inner)
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
            Add("MTP projection", q.Attention, a.HiddenSize, 2L * a.HiddenSize, Sharding.Replicated);
            _weights.Add(HyperHead(a));
        }
        else
        {
            Plain("MTP projection", 2L * a.HiddenSize * a.HiddenSize);
        }

        Plain("norms", 3L * a.HiddenSize);
    }
}
