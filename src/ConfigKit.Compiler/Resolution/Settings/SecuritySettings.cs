using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>Access to the endpoint and isolation of the GPUs.</summary>
internal sealed record SecuritySettings
{
    /// <summary>Reference to the key that the engine asks for; null: it asks for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Reference to the token of the Hugging Face hub; null: none is sent.</summary>
    public string? HuggingFaceToken { get; init; }

    public required Setting<ConfidentialMode> ConfidentialComputing { get; init; }
    public required Setting<GpuSharingMode> GpuSharing { get; init; }

    public bool IsConfidential => ConfidentialComputing.Value != ConfidentialMode.Off;

    public bool SharesGpu => GpuSharing.Value != GpuSharingMode.None;

    public static SecuritySettings Resolve(Decisions decided, SecuritySection stated) =>
        new()
        {
            ApiKey = stated.ApiKey,
            HuggingFaceToken = stated.HuggingFaceToken,
            ConfidentialComputing = decided.Of(
                "security.confidential_computing",
                stated.ConfidentialComputing,
                SecuritySection.ConfidentialComputingDefault,
                "off by default"
            ),
            GpuSharing = decided.Of(
                "security.gpu_sharing",
                stated.GpuSharing,
                SecuritySection.GpuSharingDefault,
                "a pod has its GPUs to itself"
            ),
        };
}
