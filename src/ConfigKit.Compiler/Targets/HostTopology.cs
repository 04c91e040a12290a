using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Resolution;

namespace ConfigKit.Targets;

/// <summary>Where a GPU of a node sits.</summary>
/// <param name="Index">Index on the node.</param>
/// <param name="Numa">NUMA node.</param>
/// <param name="Nic">Device through which it reaches other nodes; empty on one node.</param>
internal sealed record GpuPlace(int Index, int Numa, string Nic);

/// <summary>The inside of a node: GPUs, NUMA nodes and network devices, in order of index unless stated.</summary>
internal sealed record HostTopology(int NumaNodes, ImmutableArray<GpuPlace> Gpus, bool IsStated)
{
    private const int GpusOfTwoSockets = 8;

    /// <summary>Whether all GPUs of the node share one NUMA node, so that the whole service can be bound to it.</summary>
    public bool IsOnOneNode => Gpus.All(g => g.Numa == Gpus[0].Numa);

    public static HostTopology Of(Deployment d)
    {
        var (host, count) = (d.Config.Host, d.GpusPerNode.Value);
        var stated = host.GpuNumaNodes;
        var nodes =
            host.NumaNodes
            ?? d.Config.Hardware.Cpu.Sockets
            ?? (
                !stated.IsDefaultOrEmpty ? stated.Max() + 1
                : count >= GpusOfTwoSockets ? 2
                : 1
            );
        return new HostTopology(nodes, [.. Enumerable.Range(0, count).Select(Place)], !stated.IsDefaultOrEmpty);

        GpuPlace Place(int i) =>
            new(
                d.GpuIds.IsEmpty ? i : d.GpuIds[i],
                !stated.IsDefaultOrEmpty ? stated[Math.Min(i, stated.Length - 1)] : i * nodes / count,
                Nic(d, i * NicsOf(d) / count)
            );
    }

    private static int NicsOf(Deployment d) =>
        d.Config.Hardware.Network.Hca is { IsDefaultOrEmpty: false } devices ? devices.Length : d.NicsPerNode;

    private static string Nic(Deployment d, int index) =>
        d.Nodes == 1 ? ""
        : d.Config.Hardware.Network.Hca is { IsDefaultOrEmpty: false } devices ? devices[index]
        : string.Create(CultureInfo.InvariantCulture, $"NIC {index}");
}
