using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Targets;

/// <summary>Decides how the deployment appears in a cluster.</summary>
internal static class ClusterPlanner
{
    private const long BytesPerRank = 8 * Quantity.GiB;
    private const string ProductLabel = "nvidia.com/gpu.product";

    // The rest is for the kubelet and what else runs on the node. In tenths: dividing first, no size is too large.
    private const long TenthsOfNodeMemory = 9;

    public static ClusterPlan Plan(Deployment d, Estimate e, string name, long shm)
    {
        var kubernetes = d.Config.Kubernetes;
        var isShared =
            kubernetes.Workload != WorkloadKind.StatefulSet
            && (
                d.Nodes > 1
                || ReplicaCount.Most(d.Config) > 1
                || kubernetes.Storage.Download == ModelDownload.Job
                || d.Config.Rollout.IsJudged
            );
        return new ClusterPlan
        {
            Namespace = kubernetes.Namespace ?? KubernetesSection.NamespaceDefault,
            GpuResource = kubernetes.GpuResource ?? (d.Gpu.Vendor == GpuVendor.Amd ? "amd.com/gpu" : "nvidia.com/gpu"),
            MemoryBytes = kubernetes.Memory ?? Memory(d, e, shm),
            Cpu = kubernetes.Cpu ?? d.Config.Hardware.CpuThreads ?? 4 * d.GpusPerNode,
            ServicePort = kubernetes.ServicePort ?? KubernetesSection.ServicePortDefault,
            ClaimBytes =
                kubernetes.Storage.Size
                ?? d.Config.Hardware.Storage.Capacity
                ?? RoundUp(e.CheckpointBytes + (e.CheckpointBytes / 4), 10 * Quantity.GiB),
            ClaimName = kubernetes.Storage.ExistingClaim ?? name + "-models",
            IsReadWriteMany = kubernetes.Storage.ReadWriteMany ?? isShared,
            GroupSize = d.Nodes,
            PodSecurity =
                kubernetes.HostNetwork == true || kubernetes.Storage.Kind == ModelStore.HostPath || NeedsLockedMemory(d)
                    ? "privileged"
                    : "restricted",
            NodeSelector = NodeSelector(d, kubernetes.NodeSelector),
        };
    }

    /// <summary>RDMA pins memory, which takes IPC_LOCK: outside Pod Security baseline.</summary>
    public static bool NeedsLockedMemory(Deployment d) => d.Nodes > 1 && d.IsRdma;

    /// <summary>Processes, /dev/shm and a quarter of the node's share of the checkpoint as page cache, within the node's memory.</summary>
    private static long Memory(Deployment d, Estimate e, long shm)
    {
        var share = e.CheckpointBytes / Math.Clamp(d.Layout.Pipeline, 1, d.Nodes);
        var wanted = RoundUp((d.GpusPerNode * BytesPerRank) + shm + (share / 4), 8 * Quantity.GiB);
        return d.Config.Hardware.Memory is { } memory
            ? Math.Min(wanted, memory / 10 * TenthsOfNodeMemory / Quantity.GiB * Quantity.GiB)
            : wanted;
    }

    private static long RoundUp(long value, long step) => (value + step - 1) / step * step;

    /// <summary>The stated labels, and the GPU's product.</summary>
    public static ImmutableSortedDictionary<string, string> NodeSelector(Deployment d, ImmutableSortedDictionary<string, string> stated) =>
        d.Gpu.ProductLabel.Length > 0 && !stated.ContainsKey(ProductLabel) ? stated.Add(ProductLabel, d.Gpu.ProductLabel) : stated;
}
