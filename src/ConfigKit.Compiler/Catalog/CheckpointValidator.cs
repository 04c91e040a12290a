using FluentValidation;

namespace ConfigKit.Catalog;

/// <summary>A checkpoint and its architecture.</summary>
internal sealed class CheckpointValidator : AbstractValidator<Checkpoint>
{
    public CheckpointValidator()
    {
        RuleFor(c => c.Id).NotEmpty();
        RuleFor(c => c.PublishedBytes).GreaterThan(0);
        RuleFor(c => c.PublishedParametersBillion).GreaterThan(0);
        RuleFor(c => c.Architecture).SetValidator(new ArchitectureValidator());
        RuleFor(c => c.Quantization).SetValidator(new QuantizationValidator());
        When(
            c => c.IsCatalogued,
            () =>
            {
                RuleFor(c => c.Family).NotEmpty();
                RuleFor(c => c.Sources).NotEmpty();
            }
        );
    }
}

/// <summary>The sizes of an architecture against each other; zero where it has no such part.</summary>
internal sealed class ArchitectureValidator : AbstractValidator<ModelArchitecture>
{
    public ArchitectureValidator()
    {
        RuleFor(a => a.ModelType).Must(type => HuggingFaceConfig.ModelTypes.Contains(type));
        RuleFor(a => a.HiddenSize).GreaterThan(0);
        RuleFor(a => a.NumHiddenLayers).GreaterThan(0);
        RuleFor(a => a.NumAttentionHeads).GreaterThan(0);
        RuleFor(a => a.VocabSize).GreaterThan(0);
        RuleFor(a => a.MaxPositionEmbeddings).GreaterThan(0);
        RuleFor(a => a.HeadDim).GreaterThan(0);
        RuleFor(a => a.NumKeyValueHeads)
            .Must((a, heads) => heads > 0 && a.NumAttentionHeads % heads == 0)
            .WithMessage("{PropertyValue} key-value heads don't divide the attention heads evenly");
        RuleFor(a => a.IntermediateSize).GreaterThan(0).When(a => !a.IsMoe || a.DenseLayers > 0);
        When(a => a.IsLatent, LatentAttention);
        When(a => a.IsMoe, Experts).Otherwise(() => RuleFor(a => a.DenseLayers).Equal(0));
        When(a => a.Attention == AttentionKind.Compressed, CompressedAttention);
    }

    private void LatentAttention()
    {
        RuleFor(a => a.KvLoraRank).GreaterThan(0);
        RuleFor(a => a.QkNopeHeadDim).GreaterThan(0);
        RuleFor(a => a.QkRopeHeadDim).GreaterThan(0);
        RuleFor(a => a.VHeadDim).GreaterThan(0);
        RuleFor(a => a.IndexHeadDim).GreaterThan(0).When(a => a.Attention == AttentionKind.SparseLatent);
    }

    private void Experts()
    {
        RuleFor(a => a.MoeIntermediateSize).GreaterThan(0);
        RuleFor(a => a.ExpertsPerToken).GreaterThan(0).LessThanOrEqualTo(a => a.RoutedExperts);
        RuleFor(a => a.DenseLayers).LessThan(a => a.NumHiddenLayers);
        RuleFor(a => a.MoeLayerFrequency).GreaterThan(0);
    }

    private void CompressedAttention()
    {
        RuleFor(a => a.OGroups).GreaterThan(0);
        RuleFor(a => a.SlidingWindow).GreaterThan(0);
        RuleFor(a => a.CompressRatios)
            .Must((a, ratios) => ratios.Length >= a.NumHiddenLayers)
            .WithMessage("a compression ratio is missing for some layers");
    }
}

/// <summary>How weights are stored.</summary>
internal sealed class QuantizationValidator : AbstractValidator<Quantization>
{
    public QuantizationValidator()
    {
        RuleFor(q => q.BlockSize).Must(edge => edge is 32 or 128);
        RuleFor(q => q.GroupSize).GreaterThan(0);
        RuleFor(q => q.ScaleBytes).Must(bytes => bytes is 1 or 4);
    }
}
