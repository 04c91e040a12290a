using ConfigKit.Diagnostics;
using FluentValidation;

namespace ConfigKit.Rules.Security;

/// <summary>An image that changes under the same name.</summary>
internal sealed class ImageNotPinned : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8006", "Image tag that moves", Severity.Warning)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "`latest` and `nightly` name another image each day: what was checked here is not what starts tomorrow. Name a release, best with its digest.",
        },
        Bad = Examples.R1OnH200 + "container: {base_image: \"vllm/vllm-openai:latest\"}\n",
        Good = Examples.R1OnH200 + "container: {base_image: \"vllm/vllm-openai:v0.11.0\"}\n",
    };

    public ImageNotPinned()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s =>
                from image in ((string Key, string? Name)[])
                    [
                        ("container.base_image", s.Deployment.Config.Container.BaseImage),
                        ("container.image", s.Deployment.Config.Container.Image),
                    ]
                where
                    image.Name is { } name
                    && (name.EndsWith(":latest", StringComparison.Ordinal) || name.EndsWith(":nightly", StringComparison.Ordinal))
                select new Finding(image.Key, $"`{image.Name}` names another image each day", "name a release tag or a digest")
            );
}
