using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Security;

/// <summary>An image that changes under the same name.</summary>
internal static class ImageNotPinned
{
    public static readonly DiagnosticDescriptor Fault = new("CK8006", "Image tag that moves", Severity.Warning)
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

    /// <summary>Whether a tag names another image each day.</summary>
    public static bool Moves(string? image) =>
        image is not null && (image.EndsWith(":latest", StringComparison.Ordinal) || image.EndsWith(":nightly", StringComparison.Ordinal));
}
