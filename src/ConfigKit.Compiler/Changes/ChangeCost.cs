namespace ConfigKit.Changes;

/// <summary>
/// How much a change costs the user, on a scale without a unit: a key that only resolves a contradiction is cheapest, then
/// another layout of the same GPUs, then a narrower service, then other weights, then more hardware. Two changes cost
/// their sum.
/// </summary>
internal static class ChangeCost
{
    /// <summary>A switch that contradicts the rest of the file, or a batch too small for its sequences.</summary>
    public const int Contradiction = 1;

    /// <summary>A scheduler's switch or the layers of the stages.</summary>
    public const int Scheduling = 2;

    /// <summary>A context beyond what the model was made for.</summary>
    public const int ContextOfModel = 3;

    /// <summary>One switch of the layout.</summary>
    public const int LayoutSwitch = 4;

    public const int ShorterContext = 10;
    public const int MemoryShare = 12;
    public const int CacheFormat = 14;
    public const int Precision = 20;
    public const int Checkpoint = 22;
    public const int SlowerFabric = 30;
    public const int FasterFabric = 40;
    public const int OtherGpu = 50;

    /// <summary>Other sizes of the layout.</summary>
    public static int LayoutSizes(int changed) => 3 + changed;

    /// <summary>More GPUs in the node.</summary>
    public static int GpusPerNode(int gpus) => 15 + gpus;

    /// <summary>More nodes.</summary>
    public static int Nodes(int nodes) => 25 + nodes;
}
