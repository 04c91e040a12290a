using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>How the deployment appears in a cluster.</summary>
internal sealed record KubernetesSection
{
    private const string NamePattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";
    private const string NameMeaning = "a DNS label: lower case letters, digits and `-`, at most 63";
    private const string LabelPattern = @"^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$";

    public string? Name { get; init; }
    public string? Namespace { get; init; }
    public required StorageClaimSection Storage { get; init; }
    public string? GpuResource { get; init; }
    public string? RdmaResource { get; init; }
    public required ImmutableSortedDictionary<string, string> NodeSelector { get; init; }
    public string? RuntimeClass { get; init; }
    public string? PriorityClass { get; init; }
    public ImmutableArray<string> ImagePullSecrets { get; init; }
    public bool? HostNetwork { get; init; }
    public long? Memory { get; init; }
    public int? Cpu { get; init; }
    public int? ServicePort { get; init; }
    public ImmutableArray<string> AllowedNamespaces { get; init; }

    public static KubernetesSection Bind(SectionReader s) => new()
    {
        Name = s.Text("name", "Name of the objects.", @default: "the served name as a DNS label", example: "deepseek-r1", pattern: "^[a-z]([a-z0-9-]{0,50}[a-z0-9])?$", meaning: "a DNS label that starts with a letter, at most 52 characters"),
        Namespace = s.Text("namespace", "Namespace of the objects.", @default: "deepseek", example: "deepseek", pattern: NamePattern, meaning: NameMeaning),
        Storage = s.Section("storage", "The volume that holds the weights.", StorageClaimSection.Bind),
        GpuResource = s.Text("gpu_resource", "Extended resource of the GPU device plugin.", @default: "nvidia.com/gpu or amd.com/gpu", example: "nvidia.com/gpu", pattern: LabelPattern, meaning: "a resource name such as nvidia.com/gpu"),
        RdmaResource = s.Text("rdma_resource", "Extended resource of the RDMA device plugin; its name is your cluster's.", example: "rdma/hca_shared_devices_a", pattern: LabelPattern, meaning: "a resource name such as rdma/ib"),
        NodeSelector = s.Map("node_selector", "Node labels that the pods need, beside the GPU product.", LabelPattern, "a label key", example: "{topology.kubernetes.io/zone: a}"),
        RuntimeClass = s.Text("runtime_class", "RuntimeClass of the pods, where the NVIDIA runtime is not the default.", example: "nvidia", pattern: NamePattern, meaning: NameMeaning),
        PriorityClass = s.Text("priority_class", "PriorityClass of the pods.", example: "inference", pattern: NamePattern, meaning: NameMeaning),
        ImagePullSecrets = s.Texts("image_pull_secrets", "Secrets for pulling the image.", example: "[registry-credentials]", pattern: NamePattern, meaning: NameMeaning),
        HostNetwork = s.Boolean("host_network", "Runs the pods in the node's network namespace; outside Pod Security baseline.", @default: "false", example: "false"),
        Memory = s.Size("memory", "Memory request and limit of a pod.", @default: "from the checkpoint and /dev/shm", example: "512GiB", min: 1L << 30),
        Cpu = s.Integer("cpu", "CPU request of a pod, in cores.", 1, 4096, @default: "hardware.cpu_threads, else 4 per GPU", example: "32"),
        ServicePort = s.Integer("service_port", "Port of the Service.", 1, 65_535, @default: "80", example: "80"),
        AllowedNamespaces = s.Texts("allowed_namespaces", "Namespaces whose pods may call the endpoint.", @default: "its own alone", example: "[gateway]", pattern: NamePattern, meaning: NameMeaning),
    };
}

/// <summary>The volume that holds the weights.</summary>
internal sealed record StorageClaimSection
{
    public string? Class { get; init; }
    public long? Size { get; init; }
    public string? ExistingClaim { get; init; }
    public bool? ReadWriteMany { get; init; }

    public static StorageClaimSection Bind(SectionReader s) => new()
    {
        Class = s.Text("class", "StorageClass of the claim.", @default: "the cluster's default", example: "cephfs", pattern: @"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", meaning: "a DNS name"),
        Size = s.Size("size", "Size of the claim.", @default: "hardware.storage.capacity, else the checkpoint and a quarter more", example: "1TiB", min: 1L << 30),
        ExistingClaim = s.Text("existing_claim", "A claim that is there already; none is written then.", example: "models", pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", meaning: "a DNS label"),
        ReadWriteMany = s.Boolean("read_write_many", "Whether pods on several nodes mount the claim.", @default: "true with several nodes or replicas"),
    };
}
