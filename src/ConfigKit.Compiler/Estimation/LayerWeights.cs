using System.Collections.Immutable;
using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>
/// The weights of a decoder layer, by the shapes of the reference implementations (deepseek-ai inference code, transformers, vllm
/// models/deepseek_v2.py, deepseek_v4 and deepseek_v41). Parameter count, checkpoint bytes and bytes on a rank are sums over them.
/// </summary>
internal sealed class LayerWeights
{
    private readonly ModelArchitecture _a;
    private readonly Quantization _q;
    private readonly ImmutableArray<Weight>.Builder _weights = ImmutableArray.CreateBuilder<Weight>();

    private LayerWeights(ModelArchitecture a, Quantization q)
    {
        _a = a;
        _q = q;
    }

    /// <summary>The weights of a decoder layer.</summary>
    /// <param name="layer">From 0.</param>
    public static ImmutableArray<Weight> OfLayer(ModelArchitecture a, Quantization q, int layer)
    {
        var w = new LayerWeights(a, q);
        w.Attend(layer < a.CompressRatios.Length ? a.CompressRatios[layer] : 0, layer);
        if (a.IsMoeLayer(layer))
        {
            w.Experts(a.RoutedExperts, isHashed: layer < a.HashLayers);
        }
        else
        {
            w.Mlp(WeightGroup.DenseMlp, a.IntermediateSize);
        }

        w.Engram(layer);
        return w._weights.ToImmutable();
    }

    /// <summary>A layer that drafts: without compression, an index of its own or hashed routing.</summary>
    /// <param name="experts">Its routed experts, where it has any.</param>
    public static ImmutableArray<Weight> OfDraft(ModelArchitecture a, Quantization q, int experts)
    {
        var w = new LayerWeights(a, q);
        w.Attend(ratio: 0, layer: null);
        if (a.IsMoe)
        {
            w.Experts(experts, isHashed: false);
        }
        else
        {
            w.Mlp(WeightGroup.DenseMlp, a.IntermediateSize);
        }

        return w._weights.ToImmutable();
    }

    /// <summary>Attention and the norms around it.</summary>
    /// <param name="ratio">V4's compression.</param>
    /// <param name="layer">Null for a layer that drafts.</param>
    private void Attend(int ratio, int? layer)
    {
        switch (_a.Attention)
        {
            case AttentionKind.Grouped:
                GroupedAttention();
                break;
            case AttentionKind.Compressed:
                CompressedAttention();
                if (_a.SharesKvSources)
                {
                    SharedSources(ratio, layer);
                }
                else if (ratio > 0)
                {
                    OwnSource(ratio);
                }

                break;
            case AttentionKind.Latent or AttentionKind.SparseLatent:
                LatentAttention();
                break;
        }

        Vector(WeightGroup.Norms, 2L * _a.HiddenSize);
    }

    private void Add(WeightGroup group, WeightFormat format, long output, long input, Sharding sharding) =>
        _weights.Add(new Weight(group, format, output, input, sharding));

    private void Vector(WeightGroup group, long count, WeightFormat format = WeightFormat.Bf16, Sharding sharding = Sharding.Replicated) =>
        Add(group, format, count, 1, sharding);

    private WeightFormat Attention(string projection) => _q.AttentionInBf16.Contains(projection) ? WeightFormat.Bf16 : _q.Attention;

    private void GroupedAttention()
    {
        var (h, d) = (_a.HiddenSize, _a.HeadDim);
        Add(WeightGroup.Attention, _q.Attention, (long)_a.NumAttentionHeads * d, h, Sharding.AttentionRows);
        Add(WeightGroup.Attention, _q.Attention, (long)_a.NumKeyValueHeads * d, h, Sharding.KeyValueHeads);
        Add(WeightGroup.Attention, _q.Attention, (long)_a.NumKeyValueHeads * d, h, Sharding.KeyValueHeads);
        Add(WeightGroup.Attention, _q.Attention, h, (long)_a.NumAttentionHeads * d, Sharding.AttentionColumns);
        if (_a.QkvBias)
        {
            Vector(WeightGroup.Attention, (long)_a.NumAttentionHeads * d, sharding: Sharding.AttentionRows);
            Vector(WeightGroup.Attention, 2L * _a.NumKeyValueHeads * d, sharding: Sharding.KeyValueHeads);
        }

        if (_a.QkNorm)
        {
            Vector(WeightGroup.Norms, 2L * d);
        }
    }

    private void LatentAttention()
    {
        var (h, heads) = (_a.HiddenSize, (long)_a.NumAttentionHeads);
        var head = _a.QkNopeHeadDim + _a.QkRopeHeadDim;
        if (_a.QLoraRank > 0)
        {
            Add(WeightGroup.AttentionReplicated, Attention("q_a"), _a.QLoraRank, h, Sharding.Replicated);
            Vector(WeightGroup.AttentionReplicated, _a.QLoraRank);
        }

        Add(WeightGroup.Attention, Attention("q_b"), heads * head, _a.QLoraRank > 0 ? _a.QLoraRank : h, Sharding.AttentionRows);
        Add(WeightGroup.AttentionReplicated, Attention("kv_a"), _a.KvLoraRank + _a.QkRopeHeadDim, h, Sharding.Replicated);
        Vector(WeightGroup.AttentionReplicated, _a.KvLoraRank);
        var absorbed = heads * (_a.QkNopeHeadDim + _a.VHeadDim);
        Add(WeightGroup.Attention, Attention("kv_b"), absorbed, _a.KvLoraRank, Sharding.AttentionRows);
        Add(WeightGroup.Attention, Attention("o"), h, heads * _a.VHeadDim, Sharding.AttentionColumns);
        _weights.Add(
            new(WeightGroup.LatentProjectionCopies, WeightFormat.Bf16, absorbed, _a.KvLoraRank, Sharding.AttentionRows) { IsCopy = true }
        );
        if (_a.HasIndexerKey)
        {
            Add(WeightGroup.Indexer, Attention("indexer"), (long)_a.IndexHeads * _a.IndexHeadDim, _a.QLoraRank, Sharding.Replicated);
            Add(WeightGroup.Indexer, Attention("indexer"), _a.IndexHeadDim, h, Sharding.Replicated);
            Add(WeightGroup.Indexer, WeightFormat.Bf16, _a.IndexHeads, h, Sharding.Replicated);
            Vector(WeightGroup.Indexer, 2L * _a.IndexHeadDim, WeightFormat.Fp32);
        }
    }

    /// <summary>V4: one KV head, output projection in groups, hyper-connections around attention and MLP.</summary>
    private void CompressedAttention()
    {
        var (h, d) = (_a.HiddenSize, _a.HeadDim);
        var width = (long)_a.NumAttentionHeads * d;
        Add(WeightGroup.AttentionReplicated, _q.Attention, _a.QLoraRank, h, Sharding.Replicated);
        Add(WeightGroup.AttentionReplicated, _q.Attention, d, h, Sharding.Replicated);
        Vector(WeightGroup.AttentionReplicated, _a.QLoraRank);
        Vector(WeightGroup.AttentionReplicated, d);
        Vector(WeightGroup.Attention, _a.NumAttentionHeads, WeightFormat.Fp32, Sharding.PaddedHeads); // attention sinks
        Add(WeightGroup.Attention, _q.Attention, width, _a.QLoraRank, Sharding.AttentionRows);
        var groups = Math.Max(1, _a.OGroups);
        Add(WeightGroup.Attention, _q.Attention, (long)groups * _a.OLoraRank, width / groups, Sharding.AttentionRows);
        Add(WeightGroup.Attention, _q.Attention, h, (long)groups * _a.OLoraRank, Sharding.AttentionColumns);

        // (2 + n) n mixing rows over n streams, their base and three scales.
        var mix = (2L + _a.HcMult) * _a.HcMult;
        Vector(WeightGroup.HyperConnections, 2 * ((mix * _a.HcMult * h) + mix + 3), WeightFormat.Fp32);
    }

    /// <summary>V4: each compressed layer has its compressor, and an indexer where windows overlap.</summary>
    private void OwnSource(int ratio)
    {
        Compressor(WeightGroup.Compressor, ratio, _a.HeadDim);
        if (ratio <= CompressionRatio.Overlapping && _a.IndexHeads > 0)
        {
            Index();
            Compressor(WeightGroup.Indexer, ratio, _a.IndexHeadDim);
        }
    }

    /// <summary>V4.1: some layers keep the compressed cache for the ones after them, some choose among its states.</summary>
    private void SharedSources(int ratio, int? layer)
    {
        if (layer is not { } source)
        {
            return;
        }

        var isKvSource = _a.KvSourceLayers.Contains(source);
        if (isKvSource)
        {
            Add(WeightGroup.Compressor, WeightFormat.Bf16, _a.HeadDim, _a.HiddenSize, Sharding.Replicated);
            if (ratio > 1)
            {
                Add(WeightGroup.Compressor, WeightFormat.Bf16, _a.HeadDim, _a.HiddenSize, Sharding.Replicated); // the gate
            }

            Vector(WeightGroup.Compressor, _a.HeadDim);
        }

        if (_a.IndexSourceLayers.Contains(source))
        {
            Index();
            if (isKvSource)
            {
                Add(WeightGroup.Indexer, WeightFormat.Bf16, _a.IndexHeadDim, _a.HeadDim, Sharding.Replicated);
                Vector(WeightGroup.Indexer, _a.IndexHeadDim);
            }
        }
    }

    /// <summary>Queries of V4's indexer and the weight of each head.</summary>
    private void Index()
    {
        Add(WeightGroup.Indexer, _q.Attention, (long)_a.IndexHeads * _a.IndexHeadDim, _a.QLoraRank, Sharding.Replicated);
        Add(WeightGroup.Indexer, WeightFormat.Bf16, _a.IndexHeads, _a.HiddenSize, Sharding.Replicated);
    }

    /// <summary>A compressor's two projections, the bias of each position in its window, and its norm.</summary>
    private void Compressor(WeightGroup group, int ratio, int width)
    {
        var wide = (long)CompressionRatio.WidthOf(ratio) * width;
        Add(group, WeightFormat.Bf16, 2 * wide, _a.HiddenSize, Sharding.Replicated);
        Vector(group, ratio * wide, WeightFormat.Fp32);
        Vector(group, width);
    }

    private void Experts(int count, bool isHashed)
    {
        var (h, inner) = (_a.HiddenSize, _a.MoeIntermediateSize);
        Add(WeightGroup.Router, WeightFormat.Bf16, count, h, Sharding.Replicated);
        Routing(count, isHashed);
        _weights.Add(new(WeightGroup.RoutedExperts, _q.Experts, inner, h, Sharding.ExpertRows) { Copies = 2L * count });
        _weights.Add(new(WeightGroup.RoutedExperts, _q.Experts, h, inner, Sharding.ExpertColumns) { Copies = count });
        var shared = _a.SharedExpertIntermediateSize > 0 ? _a.SharedExpertIntermediateSize : _a.SharedExperts * inner;
        if (shared > 0)
        {
            Mlp(WeightGroup.SharedExperts, shared);
        }

        if (_a.ModelType == "qwen2_moe")
        {
            Vector(WeightGroup.Router, h); // gate of the shared expert
        }
    }

    /// <summary>What corrects the router or replaces it: a bias per expert, one more for images, a table from tokens to experts.</summary>
    private void Routing(int count, bool isHashed)
    {
        if (isHashed)
        {
            var table = new Weight(WeightGroup.Router, WeightFormat.Fp32, _a.VocabSize, _a.ExpertsPerToken, Sharding.Replicated)
            {
                IsCounted = false,
                StoredIntegerBytes = StorageFormat.Int64Bytes,
                LoadedIntegerBytes = StorageFormat.Int32Bytes,
            };
            _weights.Add(table);
        }

        var images = _a.Vision is null ? 0 : 1;
        var biases = isHashed ? 2 * images : (_a.RouterBias ? 1 : 0) + images;
        if (biases > 0)
        {
            _weights.Add(new(WeightGroup.Router, WeightFormat.Fp32, (long)biases * count, 1, Sharding.Replicated) { IsCounted = false });
        }
    }

    private void Mlp(WeightGroup group, long inner)
    {
        _weights.Add(new(group, _q.Dense, inner, _a.HiddenSize, Sharding.MlpRows) { Copies = 2 });
        Add(group, _q.Dense, _a.HiddenSize, inner, Sharding.MlpColumns);
    }

    /// <summary>V4.1: a table of hashed n-grams in FP8, a scale per 32 values, and what brings its rows into hidden states.</summary>
    private void Engram(int layer)
    {
        var table = _a.EngramLayers.IndexOf(layer);
        if (table < 0 || table >= _a.EngramEmbeddings.Length)
        {
            return;
        }

        var d = _a.EngramHeadDim;
        var columns = (long)(_a.EngramMaxNgram - 1) * _a.EngramHeads * d;
        Add(WeightGroup.EngramProjections, _q.Attention, (long)_a.HiddenSize * (_a.HcMult + 1), columns, Sharding.AttentionRows);
        Vector(WeightGroup.EngramProjections, 2L * _a.HcMult * _a.HiddenSize);
        Add(WeightGroup.EngramTables, WeightFormat.Mxfp8, _a.EngramEmbeddings[table], d, Sharding.Engram);
    }
}
