namespace ConfigKit.Targets.Kubernetes;

/// <summary>How the kubelet reads a container's image and command.</summary>
internal static class ContainerText
{
    /// <summary>
    /// An image with a registry is asked for at each start, which checks the pull secrets; layers that are there are not
    /// fetched again.
    /// </summary>
    public static string PullPolicy(bool isPulled) => isPulled ? "Always" : "IfNotPresent";

    /// <summary>Kubernetes replaces $(NAME) in commands; $$(NAME) stands for itself.</summary>
    public static string NotExpanded(string argument) => argument.Replace("$(", "$$(", StringComparison.Ordinal);
}
