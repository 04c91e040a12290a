using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>Sizes of the file, in bytes, as an engine's arguments want them.</summary>
internal static class WrittenSize
{
    /// <summary>Bytes of one rank of a node.</summary>
    /// <param name="nodeSize">Bytes of the node as the file has them.</param>
    /// <param name="layout">Whose ranks share them.</param>
    /// <param name="nodes">Nodes of one replica.</param>
    public static long RankBytes(string nodeSize, ParallelLayout layout, int nodes) =>
        Bytes(nodeSize) / Math.Max(1, layout.WorldSize / Math.Max(1, nodes));

    /// <summary>Bytes of all ranks of one engine: a data-parallel rank is an engine of its own.</summary>
    /// <param name="nodeSize">Bytes of the node as the file has them.</param>
    /// <param name="layout">Whose ranks share them.</param>
    /// <param name="nodes">Nodes of one replica.</param>
    public static long EngineBytes(string nodeSize, ParallelLayout layout, int nodes) =>
        Bytes(nodeSize) * nodes / Math.Max(1, layout.Data.Value);

    /// <summary>Bytes of a size as the file has it.</summary>
    public static long Bytes(string size) => Quantity.TryParseSize(size, out var bytes) ? bytes : 0;
}
