using System.Collections.Immutable;

namespace ConfigKit.Targets.Sysctl;

/// <summary>Host settings, all decided.</summary>
internal sealed record HostPlan
{
    /// <summary>Kernel parameters in the order that the file shows them, each with its reason.</summary>
    public required ImmutableArray<(string Key, string Value, string Comment)> Sysctl { get; init; }

    public required string TransparentHugepages { get; init; }

    /// <summary>KiB, or "unlimited".</summary>
    public required string Memlock { get; init; }

    public required int Hugepages1Gi { get; init; }

    /// <summary>Whether nvidia-peermem is loaded at boot.</summary>
    public required bool LoadsPeermem { get; init; }

    public required PreflightPlan Preflight { get; init; }
}

/// <summary>What a node must show before the engine is started.</summary>
internal sealed record PreflightPlan
{
    public required int Gpus { get; init; }

    /// <summary>Least memory of a GPU in MiB, as nvidia-smi shows it.</summary>
    public required long GpuMemoryMib { get; init; }

    /// <summary>Oldest driver on which the image runs; empty when not known.</summary>
    public required string Driver { get; init; }

    public required bool NeedsLink { get; init; }

    /// <summary>NUMA node of each GPU, where it is stated.</summary>
    public required ImmutableArray<int> NumaNodes { get; init; }

    /// <summary>Main memory in MiB.</summary>
    public required long MemoryMib { get; init; }

    /// <summary>Free space of the model folder in MiB.</summary>
    public required long DiskMib { get; init; }

    /// <summary>RDMA devices; 0 without RDMA between nodes.</summary>
    public required int RdmaDevices { get; init; }

    /// <summary>Network interface of several nodes, or empty.</summary>
    public required string Interface { get; init; }
}
