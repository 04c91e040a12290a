using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>Values that apply everywhere and that no key changes.</summary>
internal static class Defaults
{
    /// <summary>A rank is a Python process with CUDA context and pinned buffers.</summary>
    public const long HostBytesPerRank = 4 * Quantity.GiB;

    public const string ModelFolder = "/models";
}
