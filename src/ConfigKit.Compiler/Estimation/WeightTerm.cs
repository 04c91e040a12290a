using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>Where a rank keeps weights.</summary>
internal enum WeightPlacement
{
    Gpu,

    /// <summary>Pinned memory of the node, for each rank its own.</summary>
    PinnedHost,

    /// <summary>Main memory that is not pinned tensor by tensor: /dev/shm or huge pages.</summary>
    SharedHost,
}

/// <summary>The weights of one group on a rank, with their arithmetic.</summary>
/// <param name="Group">What they are.</param>
/// <param name="Bytes">Bytes on one rank.</param>
/// <param name="Stored">Bytes of them in the checkpoint, all ranks of the stage together; 0 for what loading adds.</param>
/// <param name="Spread">How they are spread over ranks, in words.</param>
internal sealed record WeightTerm(WeightGroup Group, long Bytes, double Stored, string Spread)
{
    /// <summary>Whether they belong to what drafts tokens.</summary>
    public bool IsDraft { get; init; }

    public WeightPlacement Placement { get; init; }

    /// <summary>Bytes that are allocated for them, rounding included.</summary>
    public long AllocatedBytes { get; init; } = Bytes;

    public bool IsOnGpu => Placement == WeightPlacement.Gpu;

    public string Name => (IsDraft ? "draft " : "") + WeightGroupNames.NameOf(Group);

    /// <summary>With the numbers put in.</summary>
    public string Formula =>
        (Stored > 0 ? $"{Quantity.FormatBytes(Stored)} × {Quantity.Number(Bytes / Stored, 4)}: {Spread}" : Spread) + Where;

    private string Where =>
        Placement switch
        {
            WeightPlacement.Gpu => "",
            WeightPlacement.PinnedHost =>
                $"; in pinned main memory, {Quantity.FormatBytes(AllocatedBytes)} with each tensor a power of two",
            WeightPlacement.SharedHost => "; in main memory",
        };
}
