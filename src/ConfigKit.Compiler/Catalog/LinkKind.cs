namespace ConfigKit.Catalog;

/// <summary>What joins the accelerators of a node beside PCIe.</summary>
internal enum LinkKind
{
    NvLink,
    InfinityFabric,
    Hccs,
}

internal static class LinkKinds
{
    /// <summary>The word that stands for it in catalog/accelerators.</summary>
    public static string Word(this LinkKind kind) =>
        kind switch
        {
            LinkKind.NvLink => "nvlink",
            LinkKind.InfinityFabric => "infinity-fabric",
            LinkKind.Hccs => "hccs",
        };
}
