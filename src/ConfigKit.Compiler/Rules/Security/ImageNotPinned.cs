using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Security;

/// <summary>An image that changes under the same name.</summary>
internal sealed class ImageNotPinned() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8006", "Image tag that moves", Severity.Warning)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks =
                "`latest` and `nightly` name another image each day: what was checked here is not what starts tomorrow. Name a "
                + "release, best with its digest.",
        },
        Bad = Examples.R1OnH200 + "container: {base_image: \"vllm/vllm-openai:latest\"}\n",
        Good = Examples.R1OnH200 + "container: {base_image: \"vllm/vllm-openai:v0.11.0\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var container = s.Deployment.Container;
        (string Key, Setting<string> Name)[] images = [("container.base_image", container.BaseImage), ("container.image", container.Image)];
        return from image in images
            where image.Name.IsStated && Moves(image.Name)
            select new Finding(image.Key, $"`{image.Name}` names another image each day", "name a release tag or a digest");
    }

    private static bool Moves(string image) =>
        image.EndsWith(":latest", StringComparison.Ordinal) || image.EndsWith(":nightly", StringComparison.Ordinal);
}
