using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>How the deployment appears in a cluster.</summary>
internal sealed record KubernetesSection
{
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

    public static Default<string> NamespaceDefault { get; } = new("deepseek");
    public static Default<bool> HostNetworkDefault { get; } = new(false);
    public static Default<int> ServicePortDefault { get; } = new(80);
    public static Default<WorkloadKind> WorkloadDefault { get; } = new(WorkloadKind.Deployment);
    public static Default<GpuAllocation> GpuAllocationDefault { get; } = new(Model.GpuAllocation.DevicePlugin);
    public static Default<bool> GpuAffinityDefault { get; } = new(false);
    public static Default<AntiAffinity> AntiAffinityDefault { get; } = new(Model.AntiAffinity.Preferred, "{0} with several replicas");
    public static Default<int> Hugepages2MiDefault { get; } = new(0);
    public static Default<int> Hugepages1GiDefault { get; } = new(0);
    public static Default<bool> NamespaceLimitsDefault { get; } = new(false);
    public static Default<bool> DefaultDenyDefault { get; } = new(false);
    public static Default<bool> HostTuningDefault { get; } = new(false);

    public static KubernetesSection Bind(SectionReader s) =>
        new()
        {
            Name = s.Text(
                "name",
                "Name of the objects.",
                @default: Default.Rule("the served name, as a DNS label"),
                example: "deepseek-r1",
                pattern: "^[a-z]([a-z0-9-]{0,50}[a-z0-9])?$",
                meaning: "a DNS label that starts with a letter, at most 52 characters"
            ),
            Namespace = s.Text(
                "namespace",
                "Namespace of the objects.",
                @default: NamespaceDefault,
                example: "deepseek",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            Storage = s.Section("storage", "The volume that holds the weights.", StorageClaimSection.Bind),
            GpuResource = s.Text(
                "gpu_resource",
                "Extended resource of the GPU device plugin.",
                @default: Default.Rule("nvidia.com/gpu or amd.com/gpu"),
                example: "nvidia.com/gpu",
                pattern: KubernetesNames.Qualified,
                meaning: "a resource name such as nvidia.com/gpu"
            ),
            RdmaResource = s.Text(
                "rdma_resource",
                "Extended resource of the RDMA device plugin; its name depends on your cluster.",
                example: "rdma/hca_shared_devices_a",
                pattern: KubernetesNames.Qualified,
                meaning: "a resource name such as rdma/ib"
            ),
            NodeSelector = s.Map(
                "node_selector",
                "Node labels that the pods require, in addition to the GPU product.",
                KubernetesNames.Qualified,
                "a label key",
                example: "{topology.kubernetes.io/zone: a}"
            ),
            RuntimeClass = s.Text(
                "runtime_class",
                "RuntimeClass of the pods, if the NVIDIA runtime isn't the default.",
                example: "nvidia",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            PriorityClass = s.Text(
                "priority_class",
                "PriorityClass of the pods.",
                example: "inference",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            ImagePullSecrets = s.Texts(
                "image_pull_secrets",
                "Secrets for pulling the image.",
                example: "[registry-credentials]",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            HostNetwork = s.Boolean(
                "host_network",
                "Runs the pods in the node's network namespace; not allowed by the Pod Security baseline.",
                @default: HostNetworkDefault,
                example: "false"
            ),
            Memory = s.Size(
                "memory",
                "Memory request and limit of a pod.",
                @default: Default.Rule("computed from the checkpoint and /dev/shm"),
                example: "512GiB",
                min: 1L << 30
            ),
            Cpu = s.Integer(
                "cpu",
                "CPU request of a pod, in cores.",
                1,
                4096,
                @default: Default.Rule("hardware.cpu_threads, else 4 per GPU"),
                example: "32"
            ),
            ServicePort = s.Integer("service_port", "Port of the Service.", 1, 65_535, @default: ServicePortDefault, example: "80"),
            AllowedNamespaces = s.Texts(
                "allowed_namespaces",
                "Namespaces whose pods may call the endpoint.",
                @default: Default.Rule("only its own"),
                example: "[gateway]",
                pattern: KubernetesNames.Label,
                meaning: KubernetesNames.LabelMeaning
            ),
            Workload = s.Choice(
                "workload",
                "Object that owns the pods of one-node replicas; replicas over several nodes use a LeaderWorkerSet.",
                KubernetesChoices.Workloads,
                @default: WorkloadDefault,
                example: "deployment"
            ),
            GpuAllocation = s.Choice(
                "gpu_allocation",
                "How a pod gets its GPUs.",
                KubernetesChoices.Allocations,
                @default: GpuAllocationDefault,
                example: "device_plugin"
            ),
            DeviceClass = s.Text(
                "device_class",
                "DeviceClass of the GPUs, with gpu_allocation dra.",
                @default: Default.Rule("gpu.nvidia.com or gpu.amd.com"),
                example: "gpu.nvidia.com",
                pattern: KubernetesNames.Subdomain,
                meaning: "a DNS name"
            ),
            GpuAffinity = s.Boolean(
                "gpu_affinity",
                "Requires nodes labelled with this GPU product and memory, by node affinity.",
                @default: GpuAffinityDefault
            ),
            AntiAffinity = s.Choice(
                "anti_affinity",
                "Whether replicas may share a node.",
                KubernetesChoices.AntiAffinities,
                @default: AntiAffinityDefault,
                example: "required"
            ),
            Hugepages2Mi = s.Integer(
                "hugepages_2mi",
                "2 MiB huge pages per pod; the engines need none.",
                0,
                100_000_000,
                @default: Hugepages2MiDefault,
                example: "0"
            ),
            Hugepages1Gi = s.Integer(
                "hugepages_1gi",
                "1 GiB huge pages per pod; the engines need none.",
                0,
                1_000_000,
                @default: Hugepages1GiDefault,
                example: "0"
            ),
            Priority = s.Integer(
                "priority",
                "Value of a PriorityClass that is created for the pods.",
                -2_147_483_648,
                1_000_000_000,
                example: "100000"
            ),
            NamespaceLimits = s.Boolean(
                "namespace_limits",
                "Writes a ResourceQuota and a LimitRange, so that nothing else in the namespace takes its GPUs.",
                @default: NamespaceLimitsDefault
            ),
            DefaultDeny = s.Boolean(
                "default_deny",
                "Writes a NetworkPolicy that denies all traffic of the other pods in the namespace.",
                @default: DefaultDenyDefault
            ),
            HostTuning = s.Boolean(
                "host_tuning",
                "Writes a privileged DaemonSet, in its own namespace, that applies the host settings to each GPU node.",
                @default: HostTuningDefault
            ),
            Autoscaling = s.OptionalSection("autoscaling", "Replicas by load.", AutoscalingSection.Bind),
            Route = s.OptionalSection("route", "An HTTPRoute from a Gateway to the endpoint.", RouteSection.Bind),
        };
}
