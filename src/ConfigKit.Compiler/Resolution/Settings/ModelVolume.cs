using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>The volume of a cluster that holds the weights.</summary>
internal sealed record ModelVolume
{
    public required Setting<ModelStore> Kind { get; init; }

    /// <summary>StorageClass of the claim; null: the cluster's default.</summary>
    public string? Class { get; init; }

    /// <summary>Bytes of the claim; null: by the checkpoint, whose bytes only the estimate knows.</summary>
    public Setting<long>? Size { get; init; }

    /// <summary>A claim that is there already; null: one is written.</summary>
    public string? ExistingClaim { get; init; }

    /// <summary>Whether pods on several nodes mount the claim.</summary>
    public required Setting<bool> ReadWriteMany { get; init; }

    /// <summary>Who fetches the weights before the engine starts; null: the engine itself.</summary>
    public Setting<ModelDownload>? Download { get; init; }

    /// <summary>Folder of an S3 object store that is copied; null: the Hugging Face hub.</summary>
    public string? Source { get; init; }

    /// <summary>Address of an object store; null: Amazon's.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Image with the AWS command line; null where none is stated.</summary>
    public string? DownloadImage { get; init; }

    /// <summary>Whether the output has a claim of its own.</summary>
    public bool IsClaimWritten => ExistingClaim is null && Kind.Value != ModelStore.HostPath;

    public bool IsFilledByJob => Download is { Value: ModelDownload.Job };

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">The section.</param>
    /// <param name="capacity">Bytes of the node's model store; null: not known.</param>
    /// <param name="isShared">Whether several pods mount the claim by default, and why.</param>
    public static ModelVolume Resolve(Decisions decided, StorageClaimSection stated, long? capacity, Setting<bool> isShared) =>
        new()
        {
            Kind = decided.Of("kubernetes.storage.kind", stated.Kind, StorageClaimSection.KindDefault, "a claim unless stated"),
            Class = stated.Class,
            Size =
                stated.Size is { } size ? new Setting<long>(size, "")
                : capacity is { } bytes ? decided.Keep("kubernetes.storage.size", new Setting<long>(bytes, "hardware.storage.capacity"))
                : null,
            ExistingClaim = stated.ExistingClaim,
            ReadWriteMany = decided.Keep("kubernetes.storage.read_write_many", stated.ReadWriteMany is { } many ? new(many, "") : isShared),
            Download =
                stated.Download is { } download ? new Setting<ModelDownload>(download, "")
                : stated.Source is not null
                    ? decided.Keep(
                        "kubernetes.storage.download",
                        new Setting<ModelDownload>(StorageClaimSection.DownloadDefault, "there is a source")
                    )
                : null,
            Source = stated.Source,
            Endpoint = stated.Endpoint,
            DownloadImage = stated.DownloadImage,
        };
}
