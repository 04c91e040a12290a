namespace ConfigKit.Estimation;

/// <summary>How V4 compresses a layer's states: one of so many tokens.</summary>
internal static class CompressionRatio
{
    /// <summary>
    /// The ratio whose windows overlap (CSA): its compressor is twice as wide, and an indexer chooses among its states
    /// (vllm models/deepseek_v4/compressor.py).
    /// </summary>
    public const int Overlapping = 4;

    /// <summary>Widths of a head that a compressor's values take.</summary>
    public static int WidthOf(int ratio) => ratio == Overlapping ? 2 : 1;
}
