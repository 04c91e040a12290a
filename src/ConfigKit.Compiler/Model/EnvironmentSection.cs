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
                "Namespace of the objects in this environment.",
                @default: Default.Rule("kubernetes.namespace"),
                example: "deepseek-staging",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            Replicas = s.Integer(
                "replicas",
                "Replicas in this environment; with autoscaling, the minimum.",
                1,
                100_000,
                @default: Default.Rule("workload.replicas"),
                example: "1"
            ),
            Image = s.Text(
                "image",
                "Image in this environment, with tag or digest.",
                @default: Default.Rule("container.image"),
                example: "registry.example.com/llm/deepseek-r1:1.1",
                pattern: ContainerSection.ImagePattern,
                meaning: ContainerSection.ImageMeaning
            ),
            NodeSelector = s.Map(
                "node_selector",
                "Node labels that the pods require in this environment, instead of kubernetes.node_selector.",
                KubernetesNames.Qualified,
                "a label key",
                example: "{topology.kubernetes.io/zone: b}"
            ),
            StorageClass = s.Text(
                "storage_class",
                "StorageClass of the claim in this environment.",
                @default: Default.Rule("kubernetes.storage.class"),
                example: "standard",
                pattern: KubernetesNames.Subdomain,
                meaning: "a DNS name"
            ),
            Hostnames = s.Texts(
                "hostnames",
                "Host names of the route in this environment.",
                @default: Default.Rule("kubernetes.route.hostnames"),
                example: "[llm.staging.example.com]",
                pattern: KubernetesNames.Hostname,
                meaning: "a lower-case host name, which may start with `*.`"
            ),
        };
}
