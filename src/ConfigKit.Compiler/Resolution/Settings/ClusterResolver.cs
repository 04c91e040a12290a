using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>Decides how the deployment appears in a cluster.</summary>
/// <param name="decided">Keeps what is decided.</param>
/// <param name="name">Name of the deployment.</param>
/// <param name="vendor">Of the GPUs.</param>
/// <param name="nodes">Nodes that one replica spans.</param>
/// <param name="gpusPerNode">GPUs of a pod.</param>
/// <param name="node">What else a node has.</param>
/// <param name="replicas">How many replicas run.</param>
/// <param name="rollout">How a new version replaces the old one.</param>
/// <param name="manyWaiting">Waiting requests that are many for one replica.</param>
internal sealed class ClusterResolver(
    Decisions decided,
    string name,
    GpuVendor vendor,
    int nodes,
    int gpusPerNode,
    NodeHardware node,
    ReplicaCounts replicas,
    RolloutSettings rollout,
    int manyWaiting
)
{
    private const int CoresPerGpu = 4;

    public ClusterSettings Resolve(KubernetesSection stated)
    {
        var space = decided.Of("kubernetes.namespace", stated.Namespace, KubernetesSection.NamespaceDefault, "deepseek unless stated");
        return new ClusterSettings
        {
            Namespace = space,
            Volume = ModelVolume.Resolve(decided, stated.Storage, node.StorageCapacity, IsShared(stated)),
            GpuResource = decided.Of("kubernetes.gpu_resource", stated.GpuResource, DevicePlugin(vendor), "the vendor's device plugin"),
            RdmaResource = stated.RdmaResource,
            NodeSelector = stated.NodeSelector,
            RuntimeClass = stated.RuntimeClass,
            PriorityClass = stated.PriorityClass,
            Priority = stated.Priority,
            PodPriorityClass = stated.PriorityClass ?? (stated.Priority is null ? "" : name),
            ImagePullSecrets = OrEmpty(stated.ImagePullSecrets),
            HostNetwork = decided.Of("kubernetes.host_network", stated.HostNetwork, KubernetesSection.HostNetworkDefault, "off by default"),
            Memory = stated.Memory,
            Cpu = Cpu(stated.Cpu),
            ServicePort = decided.Of("kubernetes.service_port", stated.ServicePort, KubernetesSection.ServicePortDefault, "HTTP's"),
            AllowedNamespaces = OrEmpty(stated.AllowedNamespaces),
            Workload = decided.Of("kubernetes.workload", stated.Workload, KubernetesSection.WorkloadDefault, "a Deployment unless stated"),
            GpuAllocation = decided.Of(
                "kubernetes.gpu_allocation",
                stated.GpuAllocation,
                KubernetesSection.GpuAllocationDefault,
                "the device plugin unless stated"
            ),
            DeviceClass = decided.Of("kubernetes.device_class", stated.DeviceClass, $"gpu.{vendor.Word()}.com", "the vendor's driver"),
            GpuAffinity = decided.Of("kubernetes.gpu_affinity", stated.GpuAffinity, KubernetesSection.GpuAffinityDefault, "off by default"),
            AntiAffinity = decided.Keep("kubernetes.anti_affinity", Spreading(stated.AntiAffinity)),
            Hugepages2Mi = decided.Of(
                "kubernetes.hugepages_2mi",
                stated.Hugepages2Mi,
                KubernetesSection.Hugepages2MiDefault,
                "the engines need none"
            ),
            Hugepages1Gi = decided.Of(
                "kubernetes.hugepages_1gi",
                stated.Hugepages1Gi,
                KubernetesSection.Hugepages1GiDefault,
                "the engines need none"
            ),
            NamespaceLimits = decided.Of(
                "kubernetes.namespace_limits",
                stated.NamespaceLimits,
                KubernetesSection.NamespaceLimitsDefault,
                "off by default"
            ),
            DefaultDeny = decided.Of("kubernetes.default_deny", stated.DefaultDeny, KubernetesSection.DefaultDenyDefault, "off by default"),
            HostTuning = decided.Of("kubernetes.host_tuning", stated.HostTuning, KubernetesSection.HostTuningDefault, "off by default"),
            Autoscaling = stated.Autoscaling is { } autoscaling ? AutoscalingSettings.Resolve(decided, autoscaling, manyWaiting) : null,
            Route = stated.Route is { } route ? RouteSettings.Resolve(decided, route, space) : null,
        };
    }

    /// <summary>Whether pods on several nodes mount the claim; a StatefulSet has one for each pod.</summary>
    private Setting<bool> IsShared(KubernetesSection stated)
    {
        if (stated.Workload == WorkloadKind.StatefulSet)
        {
            return new(false, "each pod of a StatefulSet has its own");
        }

        return nodes > 1 ? new(true, "a replica spans several nodes")
            : replicas.Most > 1 ? new(true, "there may be several replicas")
            : stated.Storage.Download == ModelDownload.Job ? new(true, "a Job fills it beside the engine")
            : rollout.IsJudged ? new(true, "two versions run side by side")
            : new(false, "one pod mounts it");
    }

    private static string DevicePlugin(GpuVendor vendor) =>
        vendor switch
        {
            GpuVendor.Amd => "amd.com/gpu",
            GpuVendor.Nvidia => "nvidia.com/gpu",
            GpuVendor.Huawei => "huawei.com/Ascend910",
            GpuVendor.Intel => "gpu.intel.com/xe",
            GpuVendor.Kunlunxin => "kunlunxin.com/xpu",
            GpuVendor.Hygon => "hygon.com/dcunum",
            GpuVendor.MetaX => "metax-tech.com/gpu",
            GpuVendor.MooreThreads => "mthreads.com/vgpu",
            GpuVendor.Cambricon => "cambricon.com/vmlu",
        };

    private Setting<int> Cpu(int? stated) =>
        node.CpuThreads is { } threads
            ? decided.Of("kubernetes.cpu", stated, threads, "hardware.cpu_threads")
            : decided.Of("kubernetes.cpu", stated, CoresPerGpu * gpusPerNode, "4 per GPU");

    private Setting<AntiAffinity?> Spreading(AntiAffinity? stated) =>
        stated is not null ? new(stated, "")
        : replicas.MayBeSeveral ? new(KubernetesSection.AntiAffinityDefault.Value, "there may be several replicas")
        : new(null, "there is one replica");

    private static ImmutableArray<string> OrEmpty(ImmutableArray<string> list) => list.IsDefault ? [] : list;
}
