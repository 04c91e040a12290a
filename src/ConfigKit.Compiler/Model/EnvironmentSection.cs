using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>What differs in one environment; all else is as in the file.</summary>
internal sealed record EnvironmentSection
{
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
                @default: Default.Rule("kubernetes.namespace"),
                example: "deepseek-staging",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            Replicas = s.Integer(
                "replicas",
                "Replicas there; the fewest under autoscaling.",
                1,
                100_000,
                @default: Default.Rule("workload.replicas"),
                example: "1"
            ),
            Image = s.Text(
                "image",
                "Image there, with tag or digest.",
                @default: Default.Rule("container.image"),
                example: "registry.example.com/llm/deepseek-r1:1.1",
                pattern: ContainerSection.ImagePattern,
                meaning: ContainerSection.ImageMeaning
            ),
            NodeSelector = s.Map(
                "node_selector",
                "Node labels that the pods need there, in place of kubernetes.node_selector.",
                KubernetesNames.Qualified,
                "a label key",
                example: "{topology.kubernetes.io/zone: b}"
            ),
            StorageClass = s.Text(
                "storage_class",
                "StorageClass of the claim there.",
                @default: Default.Rule("kubernetes.storage.class"),
                example: "standard",
                pattern: KubernetesNames.Subdomain,
                meaning: "a DNS name"
            ),
            Hostnames = s.Texts(
                "hostnames",
                "Host names of the route there.",
                @default: Default.Rule("kubernetes.route.hostnames"),
                example: "[llm.staging.example.com]",
                pattern: KubernetesNames.Hostname,
                meaning: "a host name in lower case, which may start with `*.`"
            ),
        };
}
