using System.Collections.Immutable;
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

    public static ClusterPlan Plan(Deployment d, Estimate e)
    {
        var (cluster, volume) = (d.Cluster, d.Cluster.Volume);
        var isPrivileged = cluster.HostNetwork || volume.Kind.Value == ModelStore.HostPath || NeedsLockedMemory(d);
        return new ClusterPlan
        {
            Namespace = cluster.Namespace,
            GpuResource = cluster.GpuResource,
            MemoryBytes = cluster.Memory ?? Memory(d, e),
            Cpu = cluster.Cpu,
            ServicePort = cluster.ServicePort,
            ClaimBytes = volume.Size?.Value ?? RoundUp(e.CheckpointBytes + (e.CheckpointBytes / 4), 10 * Quantity.GiB),
            ClaimName = volume.ExistingClaim ?? d.Name + "-models",
            IsReadWriteMany = volume.ReadWriteMany,
            GroupSize = d.Nodes,
            PodSecurity = isPrivileged ? "privileged" : "restricted",
            NodeSelector = NodeSelector(d, cluster.NodeSelector),
        };
    }

    /// <summary>RDMA pins memory, which takes IPC_LOCK: outside Pod Security baseline.</summary>
    public static bool NeedsLockedMemory(Deployment d) => d.Nodes > 1 && d.IsRdma;

    /// <summary>
    /// Processes, /dev/shm, tables and KV cache in main memory, and a quarter of the node's share of the checkpoint as page cache, within
    /// the node's memory.
    /// </summary>
    private static long Memory(Deployment d, Estimate e)
    {
        var share = e.CheckpointBytes / Math.Clamp(d.Layout.Pipeline, 1, d.Nodes);
        var wanted = RoundUp((d.GpusPerNode * BytesPerRank) + d.Container.ShmBytes + e.Host.DataBytes + (share / 4), 8 * Quantity.GiB);
        return d.Node.Memory is { } memory ? Math.Min(wanted, memory / 10 * TenthsOfNodeMemory / Quantity.GiB * Quantity.GiB) : wanted;
    }

    private static long RoundUp(long value, long step) => (value + step - 1) / step * step;

    /// <summary>The stated labels, and the GPU's product.</summary>
    public static ImmutableSortedDictionary<string, string> NodeSelector(Deployment d, ImmutableSortedDictionary<string, string> stated) =>
        d.Gpu.ProductLabel.Length > 0 && !stated.ContainsKey(ProductLabel) ? stated.Add(ProductLabel, d.Gpu.ProductLabel) : stated;
}
