using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Sysctl;

/// <summary>Host settings where their templates look for them.</summary>
internal sealed record HostPage(HostView Host) : View
{
    public override ScriptObject ToScript() => new() { ["host"] = Host.ToScript() };
}

/// <summary>Host settings as templates see them.</summary>
internal sealed record HostView : View
{
    public required ImmutableArray<SysctlView> Sysctl { get; init; }
    public required string TransparentHugepages { get; init; }
    public required string Memlock { get; init; }
    public required string SystemdMemlock { get; init; }
    public required int Hugepages1Gi { get; init; }
    public required bool LoadsPeermem { get; init; }
    public required PreflightView Preflight { get; init; }

    public static HostView Of(HostPlan h) =>
        new()
        {
            Sysctl = [.. h.Sysctl.Select(s => new SysctlView(s.Key, s.Value, new Comment(s.Comment)))],
            TransparentHugepages = h.TransparentHugepages,
            Memlock = h.Memlock,
            SystemdMemlock = h.Memlock == "unlimited" ? "infinity" : h.Memlock + "K",
            Hugepages1Gi = h.Hugepages1Gi,
            LoadsPeermem = h.LoadsPeermem,
            Preflight = PreflightView.Of(h.Preflight),
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["sysctl"] = List(Sysctl),
            ["transparent_hugepages"] = TransparentHugepages,
            ["memlock"] = Memlock,
            ["systemd_memlock"] = SystemdMemlock,
            ["hugepages_1gi"] = Hugepages1Gi,
            ["loads_peermem"] = LoadsPeermem,
            ["preflight"] = Preflight.ToScript(),
        };
}

/// <summary>One kernel parameter.</summary>
internal sealed record SysctlView(string Key, string Value, Comment Comment) : View
{
    public override ScriptObject ToScript() =>
        new()
        {
            ["key"] = Key,
            ["value"] = Value,
            ["comment"] = Comment,
        };
}

/// <summary>What a node must show before the engine is started.</summary>
internal sealed record PreflightView : View
{
    public required int Gpus { get; init; }
    public required long GpuMemoryMib { get; init; }
    public required string Driver { get; init; }
    public required bool NeedsLink { get; init; }
    public required ImmutableArray<string> NumaNodes { get; init; }
    public bool HasNumaNodes => !NumaNodes.IsEmpty;
    public required long MemoryMib { get; init; }
    public required long DiskMib { get; init; }
    public required int RdmaDevices { get; init; }
    public required string Interface { get; init; }

    public static PreflightView Of(PreflightPlan p) =>
        new()
        {
            Gpus = p.Gpus,
            GpuMemoryMib = p.GpuMemoryMib,
            Driver = p.Driver,
            NeedsLink = p.NeedsLink,
            NumaNodes = [.. p.NumaNodes.Select(n => n.ToString(CultureInfo.InvariantCulture))],
            MemoryMib = p.MemoryMib,
            DiskMib = p.DiskMib,
            RdmaDevices = p.RdmaDevices,
            Interface = p.Interface,
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["gpus"] = Gpus,
            ["gpu_memory_mib"] = GpuMemoryMib,
            ["driver"] = Driver,
            ["needs_link"] = NeedsLink,
            ["numa_nodes"] = List(NumaNodes),
            ["has_numa_nodes"] = HasNumaNodes,
            ["memory_mib"] = MemoryMib,
            ["disk_mib"] = DiskMib,
            ["rdma_devices"] = RdmaDevices,
            ["interface"] = Interface,
        };
}
