using System.Globalization;
using ConfigKit.Text;

namespace ConfigKit.Catalog;

/// <summary>What CUDA reports of a card whose total nobody logged.</summary>
internal static class AcceleratorMemory
{
    /// <summary>What an NVIDIA driver keeps of any card.</summary>
    public const long DriverBytes = 400 * Quantity.MiB;

    /// <summary>What it keeps besides, in ten-thousandths of the memory.</summary>
    public const long DriverPerTenThousand = 15;

    /// <summary>
    /// NVIDIA: the driver keeps about 400 MiB and 0.15 % of the memory. Pairs that it was read from (NVML, CUDA, MiB):
    /// T4 15360/14971, RTX 3090 24576/24146, A100-40 40960/40438, H100 81559/81121, H200 143771/143156.
    /// AMD reports its memory whole (ROCm/vllm#375: 191.98 of 192 GiB).
    /// </summary>
    public static long? EstimateCudaBytes(long? nvmlBytes, GpuVendor vendor) =>
        nvmlBytes is not { } bytes ? null
        : vendor == GpuVendor.Nvidia ? Math.Max(0, bytes - DriverBytes - (bytes * DriverPerTenThousand / 10_000))
        : bytes;

    /// <summary>"9.0" to 90; null when it is none.</summary>
    public static int? ParseCapability(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? (int)Math.Round(value * 10)
            : null;
}
