namespace ConfigKit.Catalog;

/// <summary>Who makes an accelerator.</summary>
internal enum GpuVendor
{
    Nvidia,
    Amd,
    Huawei,
    Intel,
    Kunlunxin,
    Hygon,
    MetaX,
    MooreThreads,
    Cambricon,
}

internal static class GpuVendors
{
    /// <summary>Those that most files name come first, since an accelerator is looked for in this order.</summary>
    public static ReadOnlySpan<GpuVendor> All =>
        [
            GpuVendor.Nvidia,
            GpuVendor.Amd,
            GpuVendor.Huawei,
            GpuVendor.Intel,
            GpuVendor.Kunlunxin,
            GpuVendor.Hygon,
            GpuVendor.MetaX,
            GpuVendor.MooreThreads,
            GpuVendor.Cambricon,
        ];

    /// <summary>The vendor's word: the name of its file in catalog/accelerators, and of its device class in Kubernetes.</summary>
    public static string Word(this GpuVendor vendor) =>
        vendor switch
        {
            GpuVendor.Nvidia => "nvidia",
            GpuVendor.Amd => "amd",
            GpuVendor.Huawei => "huawei",
            GpuVendor.Intel => "intel",
            GpuVendor.Kunlunxin => "kunlunxin",
            GpuVendor.Hygon => "hygon",
            GpuVendor.MetaX => "metax",
            GpuVendor.MooreThreads => "mthreads",
            GpuVendor.Cambricon => "cambricon",
        };
}
