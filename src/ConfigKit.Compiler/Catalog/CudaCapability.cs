using System.Globalization;

namespace ConfigKit.Catalog;

/// <summary>Compute capabilities, times ten, at which generations of NVIDIA GPUs begin (https://developer.nvidia.com/cuda-gpus).</summary>
internal static class CudaCapability
{
    /// <summary>L4, L40S, RTX 4090: the first with fp8 in its tensor cores.</summary>
    public const int Ada = 89;

    /// <summary>H100, H200, H20.</summary>
    public const int Hopper = 90;

    /// <summary>B200, GB200, B300: the first with fp4 in its tensor cores.</summary>
    public const int Blackwell = 100;

    /// <summary>RTX 5090, RTX PRO 6000: newer than <see cref="Blackwell"/> and no superset of it.</summary>
    public const int BlackwellWorkstation = 120;

    /// <summary>As NVIDIA writes it: 8.9 for 89.</summary>
    public static string Format(int capability) => string.Create(CultureInfo.InvariantCulture, $"{capability / 10}.{capability % 10}");
}
