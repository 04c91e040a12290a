using FluentValidation;

namespace ConfigKit.Engines;

/// <summary>What the catalogue states about a release.</summary>
internal sealed class EngineReleaseValidator : AbstractValidator<EngineRelease>
{
    public EngineReleaseValidator()
    {
        RuleFor(r => r.Version).GreaterThan(new Version(0, 0));
        RuleFor(r => r.VersionText).NotEmpty();
        RuleFor(r => r.DefaultPort).InclusiveBetween(1, 65_535);
        RuleFor(r => r.Image).NotEmpty();
        RuleFor(r => r.ImageTag).NotEmpty();
        RuleFor(r => r.Sources).NotEmpty();
        RuleFor(r => r.CudaVersion).Matches(@"\A([0-9]+\.[0-9]+(\.[0-9]+)?)?\z");
        RuleForEach(r => r.Architectures).Matches(@"\A[0-9]+\.[0-9](f|\+PTX)?\z");

        // A share of the memory, where the engine has one by default.
        RuleFor(r => r.DefaultMemoryFraction).ExclusiveBetween(0, 1);
    }
}
