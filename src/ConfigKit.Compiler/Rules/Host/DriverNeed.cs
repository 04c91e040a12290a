using ConfigKit.Resolution;

namespace ConfigKit.Rules.Host;

/// <summary>The stated driver beside what the image's CUDA needs.</summary>
/// <param name="Floor">Oldest driver on which it runs at all.</param>
/// <param name="Toolkit">Driver that the toolkit came with.</param>
internal sealed record DriverNeed(string Cuda, Version Driver, Version Floor, Version Toolkit)
{
    private static readonly Version Blackwell = new(570, 0, 0);

    /// <summary>Null when the driver is not stated, the CUDA version is not known, or the GPU is not NVIDIA's.</summary>
    public static DriverNeed? Of(Deployment d)
    {
        var cuda = d.Config.Container.CudaVersion ?? d.Engine.CudaVersion;
        if (d.Config.Host.DriverVersion is not { } stated || cuda.Length == 0 || d.Gpu.Vendor != "nvidia")
        {
            return null;
        }

        var table = Catalog.Drivers();
        var (major, minor) = (cuda.Split('.')[0], string.Join('.', cuda.Split('.').Take(2)));
        var row = table.Toolkits.LastOrDefault(t => t.Toolkit == minor || t.Toolkit.StartsWith(minor + " ", StringComparison.Ordinal));
        if (!table.MinorCompatibility.TryGetValue(major, out var floor) || row.Driver is null)
        {
            return null;
        }

        var lowest = EngineResolver.ParseVersion(floor);
        return new(minor, EngineResolver.ParseVersion(stated), d.Gpu.ComputeCapability >= 100 && lowest < Blackwell ? Blackwell : lowest, EngineResolver.ParseVersion(row.Driver));
    }

    public static string Why(Deployment d) => d.Config.Container.CudaVersion is null ? $"{d.Engine.Image}:{d.Engine.ImageTag} is built with CUDA {d.Engine.CudaVersion}" : "container.cuda_version";
}
