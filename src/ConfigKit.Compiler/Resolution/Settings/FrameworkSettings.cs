using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>The model in a plain framework.</summary>
internal sealed record FrameworkSettings
{
    private const long DefaultShardBytes = 4_000_000_000;

    public required Setting<FrameworkKind> Name { get; init; }

    /// <summary>Where the model is placed; auto spreads its layers over the GPUs.</summary>
    public required Setting<string> Device { get; init; }

    public required Setting<bool> CudnnBenchmark { get; init; }
    public required Setting<bool> MemoryGrowth { get; init; }
    public required Setting<bool> Mmap { get; init; }

    /// <summary>Bytes of the largest piece of a checkpoint that is saved again.</summary>
    public required Setting<long> ShardBytes { get; init; }

    /// <param name="stated">Null without the section.</param>
    public static FrameworkSettings Resolve(FrameworkSection? stated) =>
        new()
        {
            Name = Setting.Of(stated?.Name, FrameworkKind.Pytorch, "PyTorch unless stated"),
            Device = Setting.Of(stated?.Device, "auto", "the layers are spread over the GPUs"),
            CudnnBenchmark = Setting.Of(stated?.CudnnBenchmark, false, "prompts of all lengths make it search for ever"),
            MemoryGrowth = Setting.Of(stated?.MemoryGrowth, true, "GPU memory is taken as it is needed"),
            Mmap = Setting.Of(stated?.Mmap, true, "files are mapped rather than read"),
            ShardBytes = Setting.Of(stated?.ShardSize, DefaultShardBytes, "4 GB unless stated"),
        };
}
