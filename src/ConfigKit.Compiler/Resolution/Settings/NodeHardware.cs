using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>What a node has beside its GPUs. Null: not known.</summary>
internal sealed record NodeHardware
{
    /// <summary>Name of the processor as its maker writes it.</summary>
    public string? CpuModel { get; init; }

    /// <summary>Cores of all sockets.</summary>
    public int? CpuCores { get; init; }

    public int? CpuThreads { get; init; }

    /// <summary>Main memory in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>Folder of the model store.</summary>
    public required Setting<string> StoragePath { get; init; }

    /// <summary>Bytes of the model store.</summary>
    public long? StorageCapacity { get; init; }

    public static NodeHardware Resolve(Decisions decided, HardwareSection stated) =>
        new()
        {
            CpuModel = stated.Cpu.Model,
            CpuCores = stated.Cpu.Cores,
            CpuThreads = stated.CpuThreads,
            Memory = stated.Memory,
            StoragePath = decided.Of(
                "hardware.storage.path",
                stated.Storage.Path,
                StorageSection.PathDefault,
                "the usual folder unless stated"
            ),
            StorageCapacity = stated.Storage.Capacity,
        };
}
