using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The volume that holds the weights.</summary>
internal sealed record StorageClaimSection
{
    public string? Class { get; init; }
    public long? Size { get; init; }
    public string? ExistingClaim { get; init; }
    public bool? ReadWriteMany { get; init; }
    public ModelStore? Kind { get; init; }
    public ModelDownload? Download { get; init; }
    public string? Source { get; init; }
    public string? Endpoint { get; init; }
    public string? DownloadImage { get; init; }

    public static Default<ModelStore> KindDefault { get; } = new(ModelStore.Claim);
    public static Default<ModelDownload> DownloadDefault { get; } =
        new(ModelDownload.InitContainer, "{0} with a source, else the engine itself");

    public static StorageClaimSection Bind(SectionReader s) =>
        new()
        {
            Class = s.Text(
                "class",
                "StorageClass of the claim.",
                @default: Default.Rule("the cluster's default"),
                example: "cephfs",
                pattern: @"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$",
                meaning: "a DNS name"
            ),
            Size = s.Size(
                "size",
                "Size of the claim.",
                @default: Default.Rule("hardware.storage.capacity, else the checkpoint plus 25 %"),
                example: "1TiB",
                min: 1L << 30
            ),
            ExistingClaim = s.Text(
                "existing_claim",
                "Existing claim to use; no claim is written then.",
                example: "models",
                pattern: KubernetesNames.Label,
                meaning: "a DNS label"
            ),
            ReadWriteMany = s.Boolean(
                "read_write_many",
                "Whether pods on several nodes mount the claim.",
                @default: Default.Rule("true with several nodes or replicas")
            ),
            Kind = s.Choice("kind", "What holds the weights.", KubernetesChoices.Stores, @default: KindDefault, example: "claim"),
            Download = s.Choice(
                "download",
                "Who fetches the weights before the engine starts.",
                KubernetesChoices.Downloads,
                @default: DownloadDefault,
                example: "job"
            ),
            Source = s.Text(
                "source",
                "Folder in an S3 object store that is copied to model.path.",
                @default: Default.Rule("the Hugging Face hub"),
                example: "s3://models/deepseek-r1",
                pattern: "^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?$",
                meaning: "an address such as s3://bucket/folder"
            ),
            Endpoint = s.Text(
                "endpoint",
                "Address of an S3-compatible object store other than Amazon's.",
                example: "https://minio.example.com:9000",
                pattern: KubernetesNames.Url,
                meaning: "an address such as https://host:9000"
            ),
            DownloadImage = s.Text(
                "download_image",
                "Image with the AWS CLI for copying from the object store, with tag or digest.",
                example: "registry.example.com/aws-cli:2.17.0",
                pattern: ContainerSection.ImagePattern,
                meaning: ContainerSection.ImageMeaning
            ),
        };
}
