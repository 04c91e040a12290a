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
    /// <summary>Whether all GPUs of the node share one NUMA node, so that the whole service can be bound to it.</summary>
    public bool IsOnOneNode => Gpus.All(g => g.Numa == Gpus[0].Numa);

    public static HostTopology Of(Deployment d)
    {
        var (nodes, count) = (d.Host.NumaNodes.Value, d.GpusPerNode.Value);
        var places = d.Host.GpuNumaNodes ?? [];
        return new HostTopology(nodes, [.. Enumerable.Range(0, count).Select(Place)], !places.IsEmpty);

        GpuPlace Place(int i) =>
            new(
                d.GpuIds.IsEmpty ? i : d.GpuIds[i],
                places.IsEmpty ? i * nodes / count : places[Math.Min(i, places.Length - 1)],
                Nic(d, i * NicsOf(d) / count)
            );
    }

    private static int NicsOf(Deployment d) => d.Network.Hca.IsEmpty ? d.NicsPerNode : d.Network.Hca.Length;

    private static string Nic(Deployment d, int index) =>
        d.Nodes == 1 ? ""
        : d.Network.Hca.IsEmpty ? string.Create(CultureInfo.InvariantCulture, $"NIC {index}")
        : d.Network.Hca[index];
}
