using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>A framework that runs models without a serving engine.</summary>
internal enum FrameworkKind
{
    Pytorch,
    Tensorflow,
}

/// <summary>The model in a plain framework, for trying it out without a serving engine.</summary>
internal sealed record FrameworkSection
{
    private static readonly ImmutableArray<Choice<FrameworkKind>> Names =
    [
        new("pytorch", FrameworkKind.Pytorch, "PyTorch with Transformers"),
        new("tensorflow", FrameworkKind.Tensorflow, "TensorFlow, for models of your own; no DeepSeek model has an implementation"),
    ];

    public FrameworkKind? Name { get; init; }
    public string? Device { get; init; }
    public bool? CudnnBenchmark { get; init; }
    public bool? MemoryGrowth { get; init; }
    public bool? Mmap { get; init; }
    public long? ShardSize { get; init; }

    public static Default<FrameworkKind> NameDefault { get; } = new(FrameworkKind.Pytorch);
    public static Default<string> DeviceDefault { get; } = new("auto");
    public static Default<bool> CudnnBenchmarkDefault { get; } = new(false);
    public static Default<bool> MemoryGrowthDefault { get; } = new(true);
    public static Default<bool> MmapDefault { get; } = new(true);
    public static Default<long> ShardSizeDefault { get; } = new(4_000_000_000);

    public static FrameworkSection Bind(SectionReader s) =>
        new()
        {
            Name = s.Choice("name", "The framework.", Names, @default: NameDefault, example: "pytorch"),
            Device = s.Text(
                "device",
                "Where the model is placed; `auto` spreads its layers across the GPUs.",
                @default: DeviceDefault,
                example: "\"cuda:0\"",
                pattern: "^(auto|cpu|cuda(:[0-9]{1,3})?)$",
                meaning: "auto, cpu, cuda or a device such as cuda:0"
            ),
            CudnnBenchmark = s.Boolean(
                "cudnn_benchmark",
                "PyTorch: benchmarks convolutions for each new input shape; with prompts of varying length it never stops.",
                @default: CudnnBenchmarkDefault,
                example: "false"
            ),
            MemoryGrowth = s.Boolean(
                "memory_growth",
                "TensorFlow: allocates GPU memory as needed instead of all at once.",
                @default: MemoryGrowthDefault
            ),
            Mmap = s.Boolean("mmap", "Memory-maps the checkpoint files instead of reading them into RAM.", @default: MmapDefault),
            ShardSize = s.Size(
                "shard_size",
                "Maximum size of a checkpoint shard when saving.",
                @default: ShardSizeDefault,
                example: "4GB",
                min: 1 << 20
            ),
        };
}
