using System.Collections.Immutable;
using FluentValidation;

namespace ConfigKit.Model;

/// <summary>What a user's own architecture can't do without.</summary>
internal sealed class ArchitectureSectionValidator : AbstractValidator<ArchitectureSection>
{
    public ArchitectureSectionValidator()
    {
        RuleFor(a => a.HiddenSize).NotNull();
        RuleFor(a => a.NumHiddenLayers).NotNull();
        RuleFor(a => a.NumAttentionHeads).NotNull();
        RuleFor(a => a.VocabSize).NotNull();
        When(
                a => a.NRoutedExperts is null,
                () =>
                {
                    RuleFor(a => a.IntermediateSize).NotNull();
                }
            )
            .Otherwise(() =>
            {
                RuleFor(a => a.MoeIntermediateSize).NotNull();
                RuleFor(a => a.NumExpertsPerTok).NotNull();
            });
        When(
            a => a.KvLoraRank is not null,
            () =>
            {
                RuleFor(a => a.QkNopeHeadDim).NotNull();
                RuleFor(a => a.QkRopeHeadDim).NotNull();
                RuleFor(a => a.VHeadDim).NotNull();
            }
        );
    }

    /// <summary>The keys that are missing, in the order of the rules.</summary>
    public static ImmutableArray<string> Missing(ArchitectureSection section) =>
        [
            .. new ArchitectureSectionValidator()
                .Validate(section)
                .Errors.Select(f => KeyPath.NameOf("Model.Architecture." + f.PropertyName)),
        ];
}
