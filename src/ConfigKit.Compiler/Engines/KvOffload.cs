using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>A second tier of the KV cache in host memory.</summary>
/// <param name="Backend">What keeps the blocks.</param>
/// <param name="NodeBytes">Host memory per node, all ranks together.</param>
internal sealed record KvOffload(KvOffloadBackend Backend, long NodeBytes)
{
    /// <summary>Bytes of one rank of a node.</summary>
    /// <param name="nodeSize">Bytes of the node as the file has them.</param>
    /// <param name="launch">Its layout divides them.</param>
    public static long RankBytes(string nodeSize, EngineLaunch launch) =>
        Bytes(nodeSize) / Math.Max(1, launch.Layout.WorldSize / Math.Max(1, launch.Nodes));

    /// <summary>Bytes of all ranks of one engine: a data-parallel rank is an engine of its own.</summary>
    public static long EngineBytes(string nodeSize, EngineLaunch launch) =>
        Bytes(nodeSize) * launch.Nodes / Math.Max(1, launch.Layout.Data.Value);

    /// <summary>Bytes of a size as the file has it.</summary>
    public static long Bytes(string size) => Quantity.TryParseSize(size, out var bytes) ? bytes : 0;
}
