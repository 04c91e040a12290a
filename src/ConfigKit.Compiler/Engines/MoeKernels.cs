using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Engines;

/// <summary>Multiples to which a kernel rounds the parts of an expert up.</summary>
/// <param name="Width">For the inner width on a rank.</param>
/// <param name="Hidden">For the hidden size.</param>
internal readonly record struct ExpertPadding(int Width, int Hidden)
{
    public static ExpertPadding None { get; } = new(1, 1);
}

/// <summary>The MoE kernels of an engine's release: which it takes by itself, and how they pad experts.</summary>
internal sealed class MoeKernels(EngineMemoryEntry? entry, Version version)
{
    /// <summary>The kernel that is taken without being asked; null: not known.</summary>
    /// <param name="capability">The GPU's compute capability times ten; null: not an NVIDIA GPU.</param>
    public string? Choose(WeightFormat experts, int? capability) =>
        entry?.MoeBackends.FirstOrDefault(b => Applies(b, experts, capability))?.Backend;

    /// <summary>How a kernel pads experts of a format; null: not known. FP4 experts alone are padded.</summary>
    /// <param name="backend">Null: the one that is taken without being asked.</param>
    public ExpertPadding? PaddingOf(string? backend, WeightFormat experts, int? capability)
    {
        if (experts != WeightFormat.Mxfp4)
        {
            return ExpertPadding.None;
        }

        var name = backend ?? Choose(experts, capability);
        return entry?.MoePadding.FirstOrDefault(p => p.Backend == name && Applies(p, experts, capability)) is { } found
            ? new ExpertPadding(found.Width, found.Hidden ?? 1)
            : null;
    }

    private bool Applies(MoeConditionEntry condition, WeightFormat format, int? capability) =>
        condition.Format == Word(format)
        && (condition.From is null || version >= ReleaseNumber.Parse(condition.From))
        && (condition.Until is null || version < ReleaseNumber.Parse(condition.Until))
        && (condition.CapabilityFrom is not { } from || capability >= from)
        && (condition.CapabilityUntil is not { } until || capability < until);

    private static string Word(WeightFormat format) =>
        format switch
        {
            WeightFormat.Mxfp4 => "mxfp4",
            WeightFormat.Nvfp4 => "nvfp4",
            WeightFormat.Fp8Block => "fp8",
            WeightFormat.Mxfp8 => "mxfp8",
            WeightFormat.Fp8Channel => "fp8_channel",
            WeightFormat.Int8Channel => "int8",
            WeightFormat.Int4Group => "int4",
            WeightFormat.Bf16 or WeightFormat.Fp16 or WeightFormat.Fp32 => "unquantized",
        };
}
