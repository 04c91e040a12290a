using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Security;

/// <summary>An image that changes under the same name.</summary>
internal static class ImageNotPinned
{
    public static readonly DiagnosticDescriptor Fault = new("CK8006", "Moving image tag", Severity.Warning)
    {
        Group = DiagnosticGroup.Security,
        Explanation = new()
        {
            Checks = "`container.base_image` or `container.image` ends in `:latest` or `:nightly`.",
            Why =
                "The tag is reassigned with each build. A restarted pod or a new node may run a release that was never checked, "
                + "next to replicas that still run the old one.",
            Fix = "Name a release, such as `vllm/vllm-openai:v0.11.0`, ideally with its digest. Updates then need an edit here.",
            References = [new("Kubernetes: updating images", "https://kubernetes.io/docs/concepts/containers/images#updating-images")],
        },
        Bad = Examples.R1OnH200 + "container: {base_image: \"vllm/vllm-openai:latest\"}\n",
        Good = Examples.R1OnH200 + "container: {base_image: \"vllm/vllm-openai:v0.11.0\"}\n",
    };

    /// <summary>Whether a tag is reassigned with each build.</summary>
    public static bool Moves(string? image) =>
        image is not null && (image.EndsWith(":latest", StringComparison.Ordinal) || image.EndsWith(":nightly", StringComparison.Ordinal));
}
