namespace ConfigKit.Catalog;

/// <summary>Who makes an accelerator.</summary>
internal enum GpuVendor
{
    Nvidia,
    Amd,
    Huawei,
}

internal static class GpuVendors
{
    public static ReadOnlySpan<GpuVendor> All => [GpuVendor.Nvidia, GpuVendor.Amd, GpuVendor.Huawei];

    /// <summary>The vendor's word: the name of its file in catalog/accelerators, and of its device class in Kubernetes.</summary>
    public static string Word(this GpuVendor vendor) =>
        vendor switch
        {
            GpuVendor.Nvidia => "nvidia",
            GpuVendor.Amd => "amd",
            GpuVendor.Huawei => "huawei",
        };
}
