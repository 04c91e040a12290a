using ConfigKit.Model;
using ConfigKit.Rules.Security;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>The container image.</summary>
internal sealed class ContainerValidator : AbstractValidator<ContainerSection>
{
    private const string Message = "`{PropertyValue}` is a moving tag";
    private const string Help = "use a release tag or a digest";

    public ContainerValidator()
    {
        RuleFor(c => c.BaseImage).Must(image => !ImageNotPinned.Moves(image)).Reports(ImageNotPinned.Fault, Message, Help);
        RuleFor(c => c.Image).Must(image => !ImageNotPinned.Moves(image)).Reports(ImageNotPinned.Fault, Message, Help);
    }
}
