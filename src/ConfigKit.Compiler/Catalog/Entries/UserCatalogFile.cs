using System.Collections.Immutable;

namespace ConfigKit.Catalog.Entries;

/// <summary>A file of `catalog`: entries of the user's own, in the form of ours.</summary>
internal sealed record UserCatalogFile
{
    public ImmutableArray<FamilyEntry> Families
    {
        get => field.IsDefault ? [] : field;
        init;
    }
    public ImmutableArray<ModelEntry> Models
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Who makes its accelerators.</summary>
    public GpuVendor? Vendor { get; init; }

    public ImmutableArray<AcceleratorEntry> Accelerators
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>What is known of an engine's releases, in place of ours.</summary>
    public ImmutableArray<EngineEntry> Engines
    {
        get => field.IsDefault ? [] : field;
        init;
    }
}
