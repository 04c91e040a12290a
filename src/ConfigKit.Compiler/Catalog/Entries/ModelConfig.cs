using System.Collections.Immutable;

namespace ConfigKit.Catalog.Entries;

/// <summary>The fields of a Hugging Face config.json that decide sizes. Null where the file does not have one.</summary>
internal record ModelConfig
{
    public string? ModelType { get; init; }
    public ImmutableArray<string> Architectures
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public int? HiddenSize { get; init; }
    public int? NumHiddenLayers { get; init; }
    public int? NumAttentionHeads { get; init; }
    public int? NumKeyValueHeads { get; init; }
    public int? HeadDim { get; init; }
    public int? IntermediateSize { get; init; }
    public int? VocabSize { get; init; }
    public int? MaxPositionEmbeddings { get; init; }
    public bool? TieWordEmbeddings { get; init; }
    public bool? AttentionBias { get; init; }

    /// <summary>Ours: whether q, k and v have a bias, which Qwen2's code does not ask its config.</summary>
    public bool? AttentionBiasQkv { get; init; }

    public bool? UseQkNorm { get; init; }
    public string? TorchDtype { get; init; }

    /// <summary>What newer files write for torch_dtype.</summary>
    public string? Dtype { get; init; }

    // MLA
    public int? QLoraRank { get; init; }
    public int? KvLoraRank { get; init; }
    public int? QkNopeHeadDim { get; init; }
    public int? QkRopeHeadDim { get; init; }
    public int? VHeadDim { get; init; }

    // MoE; each family has its own name for the number of experts
    public int? NRoutedExperts { get; init; }
    public int? NumExperts { get; init; }
    public int? NumLocalExperts { get; init; }
    public int? NSharedExperts { get; init; }
    public int? NumExpertsPerTok { get; init; }
    public int? NumExpertsPerToken { get; init; }
    public int? TopK { get; init; }
    public int? MoeIntermediateSize { get; init; }
    public int? SharedExpertIntermediateSize { get; init; }
    public int? FirstKDenseReplace { get; init; }
    public int? MoeLayerFreq { get; init; }
    public int? DecoderSparseStep { get; init; }
    public string? TopkMethod { get; init; }
    public string? ExpertDtype { get; init; }
    public int? NumHashLayers { get; init; }
    public int? NumNextnPredictLayers { get; init; }

    // DSA
    public int? IndexNHeads { get; init; }
    public int? IndexHeadDim { get; init; }
    public int? IndexTopk { get; init; }

    // V4
    public int? OLoraRank { get; init; }
    public int? OGroups { get; init; }
    public int? SlidingWindow { get; init; }
    public ImmutableArray<int> CompressRatios
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public int? HcMult { get; init; }

    // V4.1
    public ImmutableArray<int> KvSourceLayerIds
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public ImmutableArray<int> IndexSourceLayerIds
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public ImmutableArray<long> EngramNumEmbeddings
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public int? EngramHeadDim { get; init; }
    public int? EngramNHeads { get; init; }
    public int? EngramMaxNgramSize { get; init; }
    public int? DsparkNRoutedExperts { get; init; }
    public ImmutableArray<int> EngramLayerIds
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public int? CandidateTopkBlocks { get; init; }

    // The DSpark draft
    public int? DsparkBlockSize { get; init; }
    public ImmutableArray<int> DsparkTargetLayerIds
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public int? DsparkMarkovRank { get; init; }

    /// <summary>Layers of the DSpark draft.</summary>
    public int? NMtpLayers { get; init; }

    // The vision tower: an image is cut into patches, of which a square of this edge becomes one token
    public int? VisionNLayers { get; init; }
    public int? VisionDim { get; init; }
    public int? VisionNHeads { get; init; }
    public int? VisionInterDim { get; init; }
    public int? VisionPatchSize { get; init; }
    public int? VisionDownsampleRatio { get; init; }

    /// <summary>Most tokens of one image; larger ones are scaled down.</summary>
    public int? VisionMaxTokens { get; init; }
}

/// <summary>A config of the catalogue: it keeps fields beside those that estimates use, and no others.</summary>
internal sealed record CataloguedModelConfig : ModelConfig
{
    public QuantizationEntry? QuantizationConfig { get; init; }
    public double? RopeTheta { get; init; }
    public RopeScalingEntry? RopeScaling { get; init; }

    // Routing
    public int? NGroup { get; init; }
    public int? TopkGroup { get; init; }
    public string? ScoringFunc { get; init; }
    public double? RoutedScalingFactor { get; init; }
    public bool? NormTopkProb { get; init; }

    // V4 and V4.1
    public int? HcSinkhornIters { get; init; }
    public int? CandidateBlockSize { get; init; }
    public int? CandidateSourceLayerId { get; init; }
    public int? DsparkNumExpertsPerTok { get; init; }
    public int? EngramVocabSize { get; init; }
    public int? EngramCompressedVocabSize { get; init; }
    public int? EngramPadTokenId { get; init; }
    public double? SwigluLimit { get; init; }
    public double? CompressRopeTheta { get; init; }
    public double? HcEps { get; init; }
    public double? RmsNormEps { get; init; }

    public int? DsparkNoiseTokenId { get; init; }

    public int? ImageTokenId { get; init; }
    public int? VisionMinPixels { get; init; }

    /// <summary>Ours: where fields were read that none of the entry's own sources states.</summary>
    public ImmutableArray<SourceEntry> Sources
    {
        get => field.IsDefault ? [] : field;
        init;
    }
}

/// <summary>How positions beyond the trained context are scaled.</summary>
internal sealed record RopeScalingEntry
{
    public string? Type { get; init; }
    public string? RopeType { get; init; }
    public double? Factor { get; init; }
    public int? OriginalMaxPositionEmbeddings { get; init; }
    public double? BetaFast { get; init; }
    public double? BetaSlow { get; init; }
    public double? Mscale { get; init; }
    public double? MscaleAllDim { get; init; }
}
