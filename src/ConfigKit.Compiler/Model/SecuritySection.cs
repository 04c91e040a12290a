using System.Collections.Immutable;
using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>Confidential computing mode of the GPUs.</summary>
internal enum ConfidentialMode
{
    Off,
    Cc,
    Ppcie,
}

/// <summary>How one GPU is shared between pods.</summary>
internal enum GpuSharingMode
{
    None,
    Mig,
    Mps,
    TimeSlicing,
    Cgpu,
}

/// <summary>Access to the endpoint and isolation of the GPUs.</summary>
internal sealed record SecuritySection
{
    private static readonly ImmutableArray<Choice<ConfidentialMode>> Modes =
    [
        new("off", ConfidentialMode.Off, "no confidential computing"),
        new("cc", ConfidentialMode.Cc, "one GPU per confidential VM"),
        new("ppcie", ConfidentialMode.Ppcie, "Protected PCIe: all 8 GPUs and NVSwitches in one confidential VM"),
    ];

    private static readonly ImmutableArray<Choice<GpuSharingMode>> Sharings =
    [
        new("none", GpuSharingMode.None, "a GPU belongs to one pod"),
        new("mig", GpuSharingMode.Mig, "hardware partitions"),
        new("mps", GpuSharingMode.Mps, "one CUDA context shared by several processes"),
        new("time-slicing", GpuSharingMode.TimeSlicing, "processes take turns, without memory isolation"),
        new("cgpu", GpuSharingMode.Cgpu, "Alibaba Cloud's cGPU: shares of memory and compute, without confidentiality"),
    ];

    public string? ApiKey { get; init; }
    public string? HuggingFaceToken { get; init; }
    public ConfidentialMode? ConfidentialComputing { get; init; }
    public GpuSharingMode? GpuSharing { get; init; }

    public static Default<ConfidentialMode> ConfidentialComputingDefault { get; } = new(ConfidentialMode.Off);
    public static Default<GpuSharingMode> GpuSharingDefault { get; } = new(GpuSharingMode.None);

    public static SecuritySection Bind(SectionReader s) =>
        new()
        {
            ApiKey = s.Secret("api_key", "Reference to the key that clients must send.", "${env:VLLM_API_KEY}"),
            HuggingFaceToken = s.Secret("hugging_face_token", "Reference to the token for downloading the weights.", "${env:HF_TOKEN}"),
            ConfidentialComputing = s.Choice(
                "confidential_computing",
                "NVIDIA Confidential Computing mode.",
                Modes,
                @default: ConfidentialComputingDefault,
                example: "off"
            ),
            GpuSharing = s.Choice(
                "gpu_sharing",
                "How one GPU is shared between pods.",
                Sharings,
                @default: GpuSharingDefault,
                example: "none"
            ),
        };
}
