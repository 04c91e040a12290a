using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The container image.</summary>
internal sealed record ContainerSection
{
    public string? BaseImage { get; init; }
    public string? Image { get; init; }
    public string? CudaVersion { get; init; }
    public int? User { get; init; }
    public long? ShmSize { get; init; }
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    public static ContainerSection Bind(SectionReader s) =>
        new()
        {
            BaseImage = s.Text(
                "base_image",
                "Image to build on, with tag or digest.",
                @default: "the engine's release image",
                example: "vllm/vllm-openai:v0.11.0",
                pattern: ImagePattern,
                meaning: "an image reference with tag or digest"
            ),
            Image = s.Text(
                "image",
                "Name under which the built image is pushed, with tag or digest.",
                @default: "<name>:<engine version>",
                example: "registry.example.com/llm/deepseek-r1:1.0",
                pattern: ImagePattern,
                meaning: "an image reference with tag or digest"
            ),
            CudaVersion = s.Text(
                "cuda_version",
                "CUDA version of the image.",
                @default: "the engine image's",
                example: "\"12.8\"",
                pattern: @"^[0-9]{2}\.[0-9]{1,2}(\.[0-9]+)?$",
                meaning: "a version such as \"12.8\""
            ),
            User = s.Integer(
                "user",
                "Numeric user and group id that the engine runs as.",
                1,
                2_147_483_647,
                @default: "10001",
                example: "10001"
            ),
            ShmSize = s.Size(
                "shm_size",
                "Size of /dev/shm, through which ranks of a node exchange data.",
                @default: "16GiB",
                example: "16GiB",
                min: 1 << 20
            ),
            Labels = s.Map(
                "labels",
                "Further OCI labels of the image.",
                "^[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?$",
                "a label key in lower case",
                example: "{org.opencontainers.image.vendor: Example}"
            ),
        };

    public const string ImagePattern =
        @"^[a-z0-9]([a-z0-9._/:-]{0,254}[a-z0-9])?(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[a-f0-9]{64}|:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}@sha256:[a-f0-9]{64})$";
}
