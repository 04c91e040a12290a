using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Targets.Sysctl;

/// <summary>Decides the settings of each node's operating system.</summary>
internal static class HostPlanner
{
    public static HostPlan Plan(Deployment d, Estimate e)
    {
        var host = d.Config.Host;
        return new HostPlan
        {
            Sysctl = [.. Sysctl(d, host)],
            TransparentHugepages = (host.TransparentHugepages ?? HostSection.TransparentHugepagesDefault).ToString().ToLowerInvariant(),
            Memlock = host.Memlock is { } bytes and not long.MaxValue
                ? (bytes / Quantity.KiB).ToString(CultureInfo.InvariantCulture)
                : "unlimited",
            Hugepages1Gi = host.Hugepages1Gi ?? HostSection.Hugepages1GiDefault,
            LoadsPeermem = d.IsGpudirect && d.IsRdma,
            Preflight = Preflight(d, e),
        };
    }

    private static PreflightPlan Preflight(Deployment d, Estimate e)
    {
        var shm = d.Config.Container.ShmSize ?? ContainerSection.ShmSizeDefault;
        var nvml = d.Gpu.NvmlBytes ?? d.Gpu.CudaBytes ?? 0;
        return new PreflightPlan
        {
            Gpus = d.GpusPerNode,
            GpuMemoryMib = nvml / Quantity.MiB * 99 / 100, // cards of one kind differ by a few MiB
            Driver = d.Gpu.Vendor == GpuVendor.Nvidia ? OldestDriver(d) : "",
            NeedsLink = d.IsLinked && d.GpusPerNode > 1,
            NumaNodes = d.Config.Host.GpuNumaNodes.IsDefault ? [] : d.Config.Host.GpuNumaNodes,
            MemoryMib = ((d.GpusPerNode * Defaults.HostBytesPerRank) + shm) / Quantity.MiB,
            DiskMib = e.CheckpointBytes / Quantity.MiB,
            RdmaDevices = d.Nodes > 1 && d.IsRdma ? d.NicsPerNode : 0,
            Interface = d.Nodes > 1 ? d.Config.Hardware.Network.Interface ?? "" : "",
        };
    }

    private static string OldestDriver(Deployment d)
    {
        var cuda = d.Config.Container.CudaVersion ?? d.Engine.CudaVersion;
        return Drivers.Table().MinorCompatibility.GetValueOrDefault(cuda.Split('.')[0], "");
    }

    private static ImmutableArray<(string Key, string Value, string Comment)> Sysctl(Deployment d, HostSection host)
    {
        var buffer = host.SocketBuffer ?? HostSection.SocketBufferDefault;
        var settings = ImmutableArray.CreateBuilder<(string, string, string)>();
        Add(
            "vm.swappiness",
            host.Swappiness ?? HostSection.SwappinessDefault,
            "keeps the engine's memory out of swap while the checkpoint streams through the page cache"
        );
        Add("vm.zone_reclaim_mode", 0, "reads from a remote NUMA node instead of dropping the page cache");
        Add("vm.max_map_count", host.MaxMapCount ?? HostSection.MaxMapCountDefault, "each rank maps every safetensors file");
        Add("vm.overcommit_memory", 0, "CUDA reserves far more address space than there is memory; 2 would break that");
        Add("vm.nr_hugepages", host.Hugepages2Mi ?? HostSection.Hugepages2MiDefault, "2 MiB pages; the engines use none");
        Add(
            "kernel.numa_balancing",
            host.NumaBalancing ?? HostSection.NumaBalancingDefault ? 1 : 0,
            "ranks are pinned; migrating their pages only causes page faults"
        );
        if (d.Nodes > 1 || d.Config.Hardware.Network.Fabric is not null)
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
