using ConfigKit.Catalog;
using ConfigKit.Resolution;
using ConfigKit.Rules.Engines;
using ConfigKit.Text;

namespace ConfigKit.Rules.Host;

/// <summary>The stated driver beside what the image's CUDA needs.</summary>
/// <param name="Floor">Oldest driver on which it runs at all.</param>
/// <param name="Toolkit">Driver that the toolkit came with.</param>
internal sealed record DriverNeed(string Cuda, string Driver, string Floor, string Toolkit)
{
    // CUDA release notes: Blackwell (compute capability 10.0 and up) needs R570 whatever the toolkit.
    private const string BlackwellDriver = "570.26";

    /// <summary>The first compute capability of Blackwell, times ten.</summary>
    public const int BlackwellCapability = 100;

    public bool RunsAtAll => IsAtLeast(Driver, Floor);

    public bool IsToolkits => IsAtLeast(Driver, Toolkit);

    /// <summary>
    /// Null when the driver is not stated, the CUDA version is not known, the GPU is not NVIDIA's, or the image has no code for it,
    /// which no driver changes.
    /// </summary>
    public static DriverNeed? Of(Deployment d)
    {
        var cuda = d.Container.CudaVersion.Value;
        if (
            d.Host.DriverVersion is not { } stated
            || cuda.Length == 0
            || d.Gpu.Vendor != GpuVendor.Nvidia
            || !ImageWithoutArchitecture.Covers(d)
        )
        {
            return null;
        }

        var table = Drivers.Table();
        var (major, minor) = (cuda.Split('.')[0], string.Join('.', cuda.Split('.').Take(2)));
        var row = table.Toolkits.LastOrDefault(t => t.Toolkit == minor || t.Toolkit.StartsWith(minor + " ", StringComparison.Ordinal));
        if (!table.MinorCompatibility.TryGetValue(major, out var floor) || row.Driver is null)
        {
            return null;
        }

        return new(
            minor,
            stated,
            d.Gpu.ComputeCapability >= BlackwellCapability && !IsAtLeast(floor, BlackwellDriver) ? BlackwellDriver : floor,
            row.Driver
        );
    }

    private static bool IsAtLeast(string version, string other) => ReleaseNumber.Parse(version) >= ReleaseNumber.Parse(other);

    public static string Why(Deployment d) =>
        d.Container.CudaVersion.IsStated
            ? "container.cuda_version"
            : $"{d.Engine.Image}:{d.Engine.ImageTag} is built with CUDA {d.Container.CudaVersion}";
}
