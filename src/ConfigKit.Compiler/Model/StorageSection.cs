using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Where the weights are read from.</summary>
internal sealed record StorageSection
{
    /// <summary>Bytes per second that one node reads.</summary>
    public long? Bandwidth { get; init; }

    public long? Capacity { get; init; }
    public string? Path { get; init; }

    /// <summary>Bytes per second of a common network file system.</summary>
    public static Default<long> BandwidthDefault { get; } = new(2_000_000_000, "{0} is assumed");

    public static Default<string> PathDefault { get; } = new("/var/lib/deepseek/models");

    public static StorageSection Bind(SectionReader s) =>
        new()
        {
            Bandwidth = s.Rate(
                "bandwidth",
                "Sequential read rate per node from the model store.",
                @default: BandwidthDefault,
                example: "7GB/s"
            ),
            Capacity = s.Size(
                "capacity",
                "Capacity of the model store.",
                @default: Default.Rule("the checkpoint plus 25 %"),
                example: "2TiB"
            ),
            Path = s.Text(
                "path",
                "Folder of the model cache on the host.",
                @default: PathDefault,
                example: "/mnt/nvme/models",
                pattern: @"^/[A-Za-z0-9._/-]*$",
                meaning: "an absolute path of letters, digits, `.`, `_`, `-` and `/`"
            ),
        };
}
