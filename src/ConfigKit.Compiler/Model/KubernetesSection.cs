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
    public WorkloadKind? Workload { get; init; }
    public GpuAllocation? GpuAllocation { get; init; }
    public string? DeviceClass { get; init; }
    public bool? GpuAffinity { get; init; }
    public AntiAffinity? AntiAffinity { get; init; }
    public int? Hugepages2Mi { get; init; }
    public int? Hugepages1Gi { get; init; }
    public int? Priority { get; init; }
    public bool? NamespaceLimits { get; init; }
    public bool? DefaultDeny { get; init; }
    public bool? HostTuning { get; init; }
    public AutoscalingSection? Autoscaling { get; init; }
    public RouteSection? Route { get; init; }

    public static KubernetesSection Bind(SectionReader s) =>
        new()
        {
            Name = s.Text(
                "name",
                "Name of the objects.",
                @default: "the served name as a DNS label",
                example: "deepseek-r1",
                pattern: "^[a-z]([a-z0-9-]{0,50}[a-z0-9])?$",
                meaning: "a DNS label that starts with a letter, at most 52 characters"
            ),
            Namespace = s.Text(
                "namespace",
                "Namespace of the objects.",
                @default: "deepseek",
                example: "deepseek",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            Storage = s.Section("storage", "The volume that holds the weights.", StorageClaimSection.Bind),
            GpuResource = s.Text(
                "gpu_resource",
                "Extended resource of the GPU device plugin.",
                @default: "nvidia.com/gpu or amd.com/gpu",
                example: "nvidia.com/gpu",
                pattern: LabelPattern,
                meaning: "a resource name such as nvidia.com/gpu"
            ),
            RdmaResource = s.Text(
                "rdma_resource",
                "Extended resource of the RDMA device plugin; its name is your cluster's.",
                example: "rdma/hca_shared_devices_a",
                pattern: LabelPattern,
                meaning: "a resource name such as rdma/ib"
            ),
            NodeSelector = s.Map(
                "node_selector",
                "Node labels that the pods need, beside the GPU product.",
                LabelPattern,
                "a label key",
                example: "{topology.kubernetes.io/zone: a}"
            ),
            RuntimeClass = s.Text(
                "runtime_class",
                "RuntimeClass of the pods, where the NVIDIA runtime is not the default.",
                example: "nvidia",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            PriorityClass = s.Text(
                "priority_class",
                "PriorityClass of the pods.",
                example: "inference",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            ImagePullSecrets = s.Texts(
                "image_pull_secrets",
                "Secrets for pulling the image.",
                example: "[registry-credentials]",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            HostNetwork = s.Boolean(
                "host_network",
                "Runs the pods in the node's network namespace; outside Pod Security baseline.",
                @default: "false",
                example: "false"
            ),
            Memory = s.Size(
                "memory",
                "Memory request and limit of a pod.",
                @default: "from the checkpoint and /dev/shm",
                example: "512GiB",
                min: 1L << 30
            ),
            Cpu = s.Integer(
                "cpu",
                "CPU request of a pod, in cores.",
                1,
                4096,
                @default: "hardware.cpu_threads, else 4 per GPU",
                example: "32"
            ),
            ServicePort = s.Integer("service_port", "Port of the Service.", 1, 65_535, @default: "80", example: "80"),
            AllowedNamespaces = s.Texts(
                "allowed_namespaces",
                "Namespaces whose pods may call the endpoint.",
                @default: "its own alone",
                example: "[gateway]",
                pattern: NamePattern,
                meaning: NameMeaning
            ),
            Workload = s.Choice(
                "workload",
                "The object that owns the pods of replicas on one node; several nodes are a LeaderWorkerSet.",
                PodPlacement.Workloads,
                @default: "deployment",
                example: "deployment"
            ),
            GpuAllocation = s.Choice(
                "gpu_allocation",
                "How a pod gets its GPUs.",
                PodPlacement.Allocations,
                @default: "device_plugin",
                example: "device_plugin"
            ),
            DeviceClass = s.Text(
                "device_class",
                "DeviceClass of the GPUs with gpu_allocation dra.",
                @default: "gpu.nvidia.com or gpu.amd.com",
                example: "gpu.nvidia.com",
                pattern: KubernetesNames.Subdomain,
                meaning: "a DNS name"
            ),
            GpuAffinity = s.Boolean(
                "gpu_affinity",
                "Requires of the node's labels the memory and the product of the GPU, by node affinity.",
                @default: "false"
            ),
            AntiAffinity = s.Choice(
                "anti_affinity",
                "Whether replicas may share a node.",
                PodPlacement.AntiAffinities,
                @default: "preferred with several replicas",
                example: "required"
            ),
            Hugepages2Mi = s.Integer(
                "hugepages_2mi",
                "2 MiB huge pages of a pod; the engines need none.",
                0,
                100_000_000,
                @default: "0",
                example: "0"
            ),
            Hugepages1Gi = s.Integer(
                "hugepages_1gi",
                "1 GiB huge pages of a pod; the engines need none.",
                0,
                1_000_000,
                @default: "0",
                example: "0"
            ),
            Priority = s.Integer(
                "priority",
                "Value of a PriorityClass that is written for the pods.",
                -2_147_483_648,
                1_000_000_000,
                example: "100000"
            ),
            NamespaceLimits = s.Boolean(
                "namespace_limits",
                "Writes a ResourceQuota and a LimitRange, so that nothing else in the namespace takes its GPUs.",
                @default: "false"
            ),
            DefaultDeny = s.Boolean(
                "default_deny",
                "Writes a NetworkPolicy that denies all other pods of the namespace everything.",
                @default: "false"
            ),
            HostTuning = s.Boolean(
                "host_tuning",
                "Writes a privileged DaemonSet, in a namespace of its own, that applies the host settings to each GPU node.",
                @default: "false"
            ),
            Autoscaling = s.OptionalSection("autoscaling", "Replicas by load.", AutoscalingSection.Bind),
            Route = s.OptionalSection("route", "An HTTPRoute from a Gateway to the endpoint.", RouteSection.Bind),
        };
}

/// <summary>The volume that holds the weights.</summary>
internal sealed record StorageClaimSection
{
    public string? Class { get; init; }
    public long? Size { get; init; }
    public string? ExistingClaim { get; init; }
    public bool? ReadWriteMany { get; init; }
    public ModelStore? Kind { get; init; }
    public ModelDownload? Download { get; init; }
    public string? Source { get; init; }
    public string? Endpoint { get; init; }
    public string? DownloadImage { get; init; }

    public static StorageClaimSection Bind(SectionReader s) =>
        new()
        {
            Class = s.Text(
                "class",
                "StorageClass of the claim.",
                @default: "the cluster's default",
                example: "cephfs",
                pattern: @"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$",
                meaning: "a DNS name"
            ),
            Size = s.Size(
                "size",
                "Size of the claim.",
                @default: "hardware.storage.capacity, else the checkpoint and a quarter more",
                example: "1TiB",
                min: 1L << 30
            ),
            ExistingClaim = s.Text(
                "existing_claim",
                "A claim that is there already; none is written then.",
                example: "models",
                pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
                meaning: "a DNS label"
            ),
            ReadWriteMany = s.Boolean(
                "read_write_many",
                "Whether pods on several nodes mount the claim.",
                @default: "true with several nodes or replicas"
            ),
            Kind = s.Choice("kind", "What holds the weights.", PodPlacement.Stores, @default: "claim", example: "claim"),
            Download = s.Choice(
                "download",
                "Who fetches the weights before the engine starts.",
                PodPlacement.Downloads,
                @default: "init_container with a source, else the engine itself",
                example: "job"
            ),
            Source = s.Text(
                "source",
                "Folder of an S3 object store that is copied to model.path.",
                @default: "the Hugging Face hub",
                example: "s3://models/deepseek-r1",
                pattern: "^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?$",
                meaning: "an address such as s3://bucket/folder"
            ),
            Endpoint = s.Text(
                "endpoint",
                "Address of an object store that is not Amazon's.",
                example: "https://minio.example.com:9000",
                pattern: KubernetesNames.Url,
                meaning: "an address such as https://host:9000"
            ),
            DownloadImage = s.Text(
                "download_image",
                "Image with the AWS command line that copies from the object store, with tag or digest.",
                example: "registry.example.com/aws-cli:2.17.0",
                pattern: ContainerSection.ImagePattern,
                meaning: "an image reference with tag or digest"
            ),
        };
}
