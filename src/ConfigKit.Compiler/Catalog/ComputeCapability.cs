namespace ConfigKit.Catalog;

/// <summary>Compute capabilities, times ten, from which NVIDIA's tensor cores take a number format (CUDA C++ Programming Guide).</summary>
internal static class ComputeCapability
{
    /// <summary>Ada: 8.9.</summary>
    public const int FirstWithFp8 = 89;

    /// <summary>Blackwell: 10.0.</summary>
    public const int FirstWithFp4 = 100;
}
