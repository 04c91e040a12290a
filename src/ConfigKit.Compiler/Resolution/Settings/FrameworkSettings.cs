using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>The model in a plain framework.</summary>
internal sealed record FrameworkSettings
{
    public required Setting<FrameworkKind> Name { get; init; }

    /// <summary>Where the model is placed; auto spreads its layers over the GPUs.</summary>
    public required Setting<string> Device { get; init; }

    public required Setting<bool> CudnnBenchmark { get; init; }
    public required Setting<bool> MemoryGrowth { get; init; }
    public required Setting<bool> Mmap { get; init; }

    /// <summary>Bytes of the largest piece of a checkpoint that is saved again.</summary>
    public required Setting<long> ShardBytes { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">Null without the section.</param>
    public static FrameworkSettings Resolve(Decisions decided, FrameworkSection? stated) =>
        new()
        {
            Name = decided.Of("framework.name", stated?.Name, FrameworkSection.NameDefault, "PyTorch unless stated"),
            Device = decided.Of("framework.device", stated?.Device, FrameworkSection.DeviceDefault, "the layers are spread over the GPUs"),
            CudnnBenchmark = decided.Of(
                "framework.cudnn_benchmark",
                stated?.CudnnBenchmark,
                FrameworkSection.CudnnBenchmarkDefault,
                "prompts of all lengths make it search for ever"
            ),
            MemoryGrowth = decided.Of(
                "framework.memory_growth",
                stated?.MemoryGrowth,
                FrameworkSection.MemoryGrowthDefault,
                "GPU memory is taken as it is needed"
            ),
            Mmap = decided.Of("framework.mmap", stated?.Mmap, FrameworkSection.MmapDefault, "files are mapped rather than read"),
            ShardBytes = decided.Of("framework.shard_size", stated?.ShardSize, FrameworkSection.ShardSizeDefault, "4 GB unless stated"),
        };
}
