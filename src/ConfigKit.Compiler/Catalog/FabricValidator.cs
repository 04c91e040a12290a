using FluentValidation;

namespace ConfigKit.Catalog;

/// <summary>A fabric's figures against each other.</summary>
internal sealed class FabricValidator : AbstractValidator<Fabric>
{
    public FabricValidator()
    {
        RuleFor(f => f.Id).NotEmpty();
        RuleFor(f => f.Source).NotEmpty();
        RuleFor(f => f.Bandwidth).GreaterThan(0).When(f => f.Kind != FabricKind.None);
        RuleFor(f => f.Bandwidth).Equal(0).When(f => f.Kind == FabricKind.None);
    }
}
