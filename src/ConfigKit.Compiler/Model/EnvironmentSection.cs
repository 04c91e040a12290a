using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>What differs in one environment; all else is as in the file.</summary>
internal sealed record EnvironmentSection
{
    private const string LabelPattern = @"^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$";

    public string? Namespace { get; init; }
    public int? Replicas { get; init; }
    public string? Image { get; init; }
    public required ImmutableSortedDictionary<string, string> NodeSelector { get; init; }
    public string? StorageClass { get; init; }
    public ImmutableArray<string> Hostnames { get; init; }

    public static EnvironmentSection Bind(SectionReader s) =>
        new()
        {
            Namespace = s.Text(
                "namespace",
                "Namespace of the objects there.",
                @default: "kubernetes.namespace",
                example: "deepseek-staging",
                pattern: KubernetesNames.Label,
                meaning: "a DNS label: lower case letters, digits and `-`, at most 63"
            ),
            Replicas = s.Integer(
                "replicas",
                "Replicas there; the fewest under autoscaling.",
                1,
                100_000,
                @default: "workload.replicas",
                example: "1"
            ),
            Image = s.Text(
                "image",
                "Image there, with tag or digest.",
                @default: "container.image",
                example: "registry.example.com/llm/deepseek-r1:1.1",
                pattern: ContainerSection.ImagePattern,
                meaning: "an image reference with tag or digest"
            ),
            NodeSelector = s.Map(
                "node_selector",
                "Node labels that the pods need there, in place of kubernetes.node_selector.",
                LabelPattern,
                "a label key",
                example: "{topology.kubernetes.io/zone: b}"
            ),
            StorageClass = s.Text(
                "storage_class",
                "StorageClass of the claim there.",
                @default: "kubernetes.storage.class",
                example: "standard",
                pattern: KubernetesNames.Subdomain,
                meaning: "a DNS name"
            ),
            Hostnames = s.Texts(
                "hostnames",
                "Host names of the route there.",
                @default: "kubernetes.route.hostnames",
                example: "[llm.staging.example.com]",
                pattern: KubernetesNames.Hostname,
                meaning: "a host name in lower case, which may start with `*.`"
            ),
        };
}
