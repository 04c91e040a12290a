using System.Collections.Immutable;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>The container image and what it runs with.</summary>
internal sealed record ContainerSettings
{
    /// <summary>The image that the Dockerfile builds on, with tag or digest.</summary>
    public required Setting<string> BaseImage { get; init; }

    /// <summary>The built image, with tag or digest.</summary>
    public required Setting<string> Image { get; init; }

    /// <summary>CUDA version of the image; empty where the catalogue does not know it.</summary>
    public required Setting<string> CudaVersion { get; init; }

    /// <summary>Numeric user and group id that the engine runs as.</summary>
    public required Setting<int> User { get; init; }

    /// <summary>Bytes of /dev/shm, through which ranks of a node exchange data.</summary>
    public required Setting<long> ShmBytes { get; init; }

    /// <summary>Further OCI labels of the image.</summary>
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">The section.</param>
    /// <param name="name">Name of the deployment.</param>
    /// <param name="engine">Whose image is built on.</param>
    /// <param name="vendor">Of the GPUs.</param>
    public static ContainerSettings Resolve(Decisions decided, ContainerSection stated, string name, EngineRelease engine, GpuVendor vendor)
    {
        return new ContainerSettings
        {
            BaseImage = decided.Of("container.base_image", stated.BaseImage, engine.ImageFor(vendor), "the engine's release image"),
            Image = decided.Of("container.image", stated.Image, $"{name}:{engine.VersionText}", "name and engine version"),
            CudaVersion = decided.Of("container.cuda_version", stated.CudaVersion, engine.CudaVersion, "the engine image's"),
            User = decided.Of("container.user", stated.User, ContainerSection.UserDefault, "outside the range of system users"),
            ShmBytes = decided.Of("container.shm_size", stated.ShmSize, ContainerSection.ShmSizeDefault, "16 GiB unless stated"),
            Labels = stated.Labels,
        };
    }
}
