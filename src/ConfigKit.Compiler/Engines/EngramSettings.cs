using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>How V4.1's Engram tables are kept, all decided.</summary>
internal sealed record EngramSettings
{
    public required Setting<EngramPlacement> Placement { get; init; }

    /// <summary>On the host: whether the data ranks of a node share one copy.</summary>
    public required Setting<bool> SharedMemory { get; init; }

    /// <summary>On the host: huge pages in place of pinned memory.</summary>
    public required Setting<bool> TransparentHugepages { get; init; }

    /// <summary>Whether the tables are split over data ranks too.</summary>
    public required Setting<bool> AcrossData { get; init; }

    public bool IsOnHost => Placement.Value == EngramPlacement.Host;
}
