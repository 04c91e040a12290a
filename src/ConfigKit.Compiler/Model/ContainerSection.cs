using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Text;

namespace ConfigKit.Model;

/// <summary>The container image.</summary>
internal sealed record ContainerSection
{
    private const string Tag = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    private const string Digest = "@sha256:[a-f0-9]{64}";

    public const string ImagePattern = $"^[a-z0-9]([a-z0-9._/:-]{{0,254}}[a-z0-9])?(:{Tag}|{Digest}|:{Tag}{Digest})$";
    public const string ImageMeaning = "an image reference with tag or digest";

    private const string Label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    // Docker takes the first part of a name for a host only with a dot or a port in it.
    private const string RegistryHost =
        $"({Label}(\\.{Label}){{1,9}}(:{WebAddressPatterns.PortNumber})?|{Label}:{WebAddressPatterns.PortNumber})";

    /// <summary>Registry that every image is pulled from which is not stated in full.</summary>
    public string? Registry { get; init; }

    public string? BaseImage { get; init; }
    public string? Image { get; init; }
    public string? CudaVersion { get; init; }
    public int? User { get; init; }
    public long? ShmSize { get; init; }
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <summary>Outside the range of system users, as Kubernetes checkers ask for.</summary>
    public static Default<int> UserDefault { get; } = new(10_001);

    /// <summary>64 MiB, the usual size, is too small for tensor parallelism; 8 to 32 GiB are common.</summary>
    public static Default<long> ShmSizeDefault { get; } = new(16 * Quantity.GiB);

    public static ContainerSection Bind(SectionReader s) =>
        new()
        {
            Registry = s.Text(
                "registry",
                "Registry, with a path where it needs one, that every image is pulled from which isn't stated in full; it takes "
                    + "the place of the image's own registry.",
                @default: Default.Rule("the image's own"),
                example: "registry.example.com/mirror",
                pattern: $"^{RegistryHost}(/[a-z0-9]([a-z0-9._-]{{0,61}}[a-z0-9])?){{0,4}}$",
                meaning: "a host with a dot or a port, and a path in lower case"
            ),
            BaseImage = s.Text(
                "base_image",
                "Base image, with tag or digest.",
                @default: Default.Rule("the engine's release image"),
                example: "vllm/vllm-openai:v0.11.0",
                pattern: ImagePattern,
                meaning: ImageMeaning
            ),
            Image = s.Text(
                "image",
                "Name of the built image, with tag or digest.",
                @default: Default.Rule("<name>:<engine version>"),
                example: "registry.example.com/llm/deepseek-r1:1.0",
                pattern: ImagePattern,
                meaning: ImageMeaning
            ),
            CudaVersion = s.Text(
                "cuda_version",
                "CUDA version of the image.",
                @default: Default.Rule("the engine image's"),
                example: "\"12.8\"",
                pattern: @"^[0-9]{2}\.[0-9]{1,2}(\.[0-9]+)?$",
                meaning: "a version such as \"12.8\""
            ),
            User = s.Integer(
                "user",
                "Numeric user and group ID that the engine runs as.",
                1,
                2_147_483_647,
                @default: UserDefault,
                example: "10001"
            ),
            ShmSize = s.Size(
                "shm_size",
                "Size of /dev/shm, through which the ranks of a node exchange data.",
                @default: ShmSizeDefault,
                example: "16GiB",
                min: 1 << 20
            ),
            Labels = s.Map(
                "labels",
                "Additional OCI labels of the image.",
                "^[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?$",
                "a label key in lower case",
                example: "{org.opencontainers.image.vendor: Example}"
            ),
        };
}
