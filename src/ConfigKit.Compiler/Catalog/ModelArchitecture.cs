using System.Collections.Immutable;

namespace ConfigKit.Catalog;

/// <summary>
/// An architecture, from the catalogue, a config.json or the user's own section; names follow config.json. Zero or
/// empty where the architecture has no such part.
/// </summary>
internal sealed record ModelArchitecture
{
    public required string ModelType { get; init; }

    /// <summary>Class of the model's code, the first of `architectures`; empty: not stated.</summary>
    public string ClassName { get; init; } = "";

    public required AttentionKind Attention { get; init; }
    public required int HiddenSize { get; init; }
    public required int NumHiddenLayers { get; init; }
    public required int NumAttentionHeads { get; init; }
    public required int NumKeyValueHeads { get; init; }
    public required int HeadDim { get; init; }
    public required int IntermediateSize { get; init; }
    public required int VocabSize { get; init; }
    public required int MaxPositionEmbeddings { get; init; }
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Whether q, k and v projections have a bias (Qwen2).</summary>
    public bool QkvBias { get; init; }

    /// <summary>Whether q and k are normalised per head (Qwen3).</summary>
    public bool QkNorm { get; init; }

    // MLA
    public int QLoraRank { get; init; }
    public int KvLoraRank { get; init; }
    public int QkNopeHeadDim { get; init; }
    public int QkRopeHeadDim { get; init; }
    public int VHeadDim { get; init; }

    // MoE
    public int RoutedExperts { get; init; }
    public int SharedExperts { get; init; }
    public int ExpertsPerToken { get; init; }
    public int MoeIntermediateSize { get; init; }

    /// <summary>Inner width of the shared expert, when it is not SharedExperts x MoeIntermediateSize.</summary>
    public int SharedExpertIntermediateSize { get; init; }

    /// <summary>Leading layers with a dense MLP.</summary>
    public int DenseLayers { get; init; }

    /// <summary>Every n-th layer is MoE (1: each after the dense ones).</summary>
    public int MoeLayerFrequency { get; init; } = 1;

    /// <summary>Whether the router has a correction bias per expert (noaux_tc).</summary>
    public bool RouterBias { get; init; }

    /// <summary>V4: leading layers routed by a hash of the token (a table instead of a learned router).</summary>
    public int HashLayers { get; init; }

    // DSA indexer (V3.2, V4)
    public int IndexHeads { get; init; }
    public int IndexHeadDim { get; init; }
    public int IndexTopK { get; init; }

    // V4
    public int OLoraRank { get; init; }
    public int OGroups { get; init; }
    public int SlidingWindow { get; init; }

    /// <summary>Compression ratio per layer; 0: window alone. One entry more than layers where the MTP layer has one.</summary>
    public ImmutableArray<int> CompressRatios { get; init; } = [];

    /// <summary>Hyper-connection streams.</summary>
    public int HcMult { get; init; }

    // V4.1
    public ImmutableArray<int> KvSourceLayers { get; init; } = [];
    public ImmutableArray<int> IndexSourceLayers { get; init; } = [];
    public ImmutableArray<long> EngramEmbeddings { get; init; } = [];
    public int EngramHeadDim { get; init; }
    public int EngramHeads { get; init; }
    public int EngramMaxNgram { get; init; }

    /// <summary>Layers that add a row of the Engram tables, one table each.</summary>
    public ImmutableArray<int> EngramLayers { get; init; } = [];

    /// <summary>Blocks of the context that V4.1's first indexer keeps as candidates.</summary>
    public int CandidateBlocks { get; init; }

    public int DsparkExperts { get; init; }

    /// <summary>Tokens that DSpark drafts at once; null: not stated.</summary>
    public int? DsparkBlockSize { get; init; }

    /// <summary>Decoder layers whose states DSpark reads.</summary>
    public ImmutableArray<int> DsparkTargetLayers { get; init; } = [];

    /// <summary>Layers of the DSpark draft; null: not stated.</summary>
    public int? DsparkLayers { get; init; }

    /// <summary>Rank of the DSpark draft's table of token pairs.</summary>
    public int DsparkMarkovRank { get; init; }

    /// <summary>Whether the layers after the last one are DSpark stages, not multi-token prediction layers.</summary>
    public bool HasDspark => DsparkBlockSize > 0;

    /// <summary>Null for models of text alone.</summary>
    public VisionTower? Vision { get; init; }

    /// <summary>Multi-token prediction layers in the checkpoint.</summary>
    public int MtpLayers { get; init; }

    public KvLayout KvLayout =>
        Attention switch
        {
            AttentionKind.Grouped => KvLayout.Grouped,
            AttentionKind.Latent => KvLayout.Latent,
            AttentionKind.SparseLatent => KvLayout.SparseLatent,
            AttentionKind.Compressed => KvSourceLayers.IsEmpty ? KvLayout.Compressed : KvLayout.SharedCompressed,
        };

    public bool IsMoe => RoutedExperts > 0;

    public bool IsLatent => Attention is AttentionKind.Latent or AttentionKind.SparseLatent;

    /// <summary>Whether MLA's cache also holds the key of DSA's indexer.</summary>
    public bool HasIndexerKey => Attention == AttentionKind.SparseLatent;

    /// <summary>Whether attention reads a part of the context alone.</summary>
    public bool IsSparse => Attention is AttentionKind.SparseLatent or AttentionKind.Compressed;

    /// <summary>Whether it has V4.1's tables of hashed n-grams.</summary>
    public bool HasEngram => !EngramEmbeddings.IsEmpty;

    /// <summary>Whether a few layers keep the compressed cache for all (V4.1).</summary>
    public bool SharesKvSources => !KvSourceLayers.IsEmpty;

    /// <summary>Whether layer <paramref name="layer"/> (from 0) has experts.</summary>
    public bool IsMoeLayer(int layer) => IsMoe && layer >= DenseLayers && layer % MoeLayerFrequency == 0;
}
