using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Targets.Sysctl;

/// <summary>Decides the settings of each node's operating system.</summary>
internal static class HostPlanner
{
    public static HostPlan Plan(Deployment d, Estimate e)
    {
        var host = d.Host;
        return new HostPlan
        {
            Sysctl = [.. Sysctl(d, host)],
            TransparentHugepages = host.TransparentHugepages.Value.ToString().ToLowerInvariant(),
            Memlock = host.Memlock == long.MaxValue ? "unlimited" : (host.Memlock / Quantity.KiB).ToString(CultureInfo.InvariantCulture),
            Hugepages1Gi = host.Hugepages1Gi,
            LoadsPeermem = d.IsGpudirect && d.IsRdma,
            Preflight = Preflight(d, e),
        };
    }

    private static PreflightPlan Preflight(Deployment d, Estimate e)
    {
        var nvml = d.Gpu.NvmlBytes ?? d.Gpu.CudaBytes ?? 0;
        return new PreflightPlan
        {
            Gpus = d.GpusPerNode,
            GpuMemoryMib = nvml / Quantity.MiB * 99 / 100, // cards of one kind differ by a few MiB
            Driver = d.Gpu.Vendor == GpuVendor.Nvidia ? OldestDriver(d) : "",
            NeedsLink = d.IsLinked && d.GpusPerNode > 1,
            NumaNodes = d.Host.GpuNumaNodes ?? [],
            MemoryMib = e.Host.Bytes / Quantity.MiB,
            DiskMib = e.CheckpointBytes / Quantity.MiB,
            RdmaDevices = d.Nodes > 1 && d.IsRdma ? d.NicsPerNode : 0,
            Interface = d.Nodes > 1 && d.Network.Interface.IsStated ? d.Network.Interface.Value : "",
        };
    }

    private static string OldestDriver(Deployment d)
    {
        var cuda = d.Container.CudaVersion.Value;
        return Drivers.Table().MinorCompatibility.GetValueOrDefault(cuda.Split('.')[0], "");
    }

    private static ImmutableArray<(string Key, string Value, string Comment)> Sysctl(Deployment d, HostSettings host)
    {
        var buffer = host.SocketBuffer.Value;
        var settings = ImmutableArray.CreateBuilder<(string, string, string)>();
        Add("vm.swappiness", host.Swappiness, "keeps the engine's memory out of swap while the checkpoint streams through the page cache");
        Add("vm.zone_reclaim_mode", 0, "reads from a remote NUMA node instead of dropping the page cache");
        Add("vm.max_map_count", host.MaxMapCount, "each rank maps every safetensors file");
        Add("vm.overcommit_memory", 0, "CUDA reserves far more address space than there is memory; 2 would break that");
        Add("vm.nr_hugepages", host.Hugepages2Mi, "2 MiB pages; the engines use none");
        Add("kernel.numa_balancing", host.NumaBalancing ? 1 : 0, "ranks are pinned; migrating their pages only causes page faults");
        if (d.Nodes > 1 || d.Fabric.IsStated)
        {
            Add("net.core.rmem_max", buffer, "TCP receive buffer");
            Add("net.core.wmem_max", buffer, "TCP send buffer");
            settings.Add(
                ("net.ipv4.tcp_rmem", FormattableString.Invariant($"4096 131072 {buffer}"), "minimum, initial and maximum receive buffer")
            );
            settings.Add(
                ("net.ipv4.tcp_wmem", FormattableString.Invariant($"4096 65536 {buffer}"), "minimum, initial and maximum send buffer")
            );
            Add("net.core.netdev_max_backlog", 250_000, "input queue for 100 Gb/s and faster");
        }

        Add("net.core.somaxconn", 4096, "listen backlog of the API server");
        return [.. settings.Where(s => !host.Sysctl.ContainsKey(s.Item1)), .. host.Sysctl.Select(s => (s.Key, s.Value, "host.sysctl"))];

        void Add(string key, long value, string comment) => settings.Add((key, value.ToString(CultureInfo.InvariantCulture), comment));
    }
}
