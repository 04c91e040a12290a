using System.Linq.Expressions;
using System.Numerics;
using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Rules.Bandwidth;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>The machines.</summary>
internal sealed class HardwareValidator : AbstractValidator<HardwareSection>
{
    public HardwareValidator() => RuleFor(h => h.Gpu!).SetValidator(new GpuValidator()); // not judged when left out
}

/// <summary>The figures of a GPU as the user states them.</summary>
internal sealed class GpuValidator : AbstractValidator<GpuSection>
{
    private const double Tera = 1e12;

    public GpuValidator()
    {
        RuleFor(g => g.NvlinkBandwidth)
            .Must((g, rate) => rate is null || g.NvlinkDirection is not null)
            .Reports(
                LinkDirectionUnknown.Fault,
                "`{PropertyName}` of {Rate} doesn't say whether it counts one direction or both",
                "add `nvlink_direction: bidirectional` (the data-sheet figure) or `per_direction`",
                ("Rate", (_, rate) => Quantity.FormatRate(rate ?? 0))
            );
        Figure(g => g.Memory, 1, (_, known) => known.NvmlBytes, (_, v) => Quantity.FormatBytes(v));
        Figure(g => g.MemoryBandwidth, 1, (_, known) => known.MemoryBandwidth, (_, v) => Quantity.FormatRate(v));
        Figure(g => g.NvlinkBandwidth, 1, (g, known) => known.LinkBandwidth * DirectionsOf(g), LinkRate);
        Figure(g => g.Bf16Tflops, Tera, (_, known) => known.Bf16Flops, (_, v) => DensePeak(v));
        Figure(g => g.Fp8Tflops, Tera, (_, known) => known.Fp8Flops, (_, v) => DensePeak(v));
    }

    /// <summary>A figure against the one published for the GPU of that name.</summary>
    /// <param name="figure">What the user states.</param>
    /// <param name="unit">How many of the published figure's units one of the user's is.</param>
    /// <param name="published">The catalogue's figure; null when it knows none.</param>
    /// <param name="format">The figure in words.</param>
    private void Figure<TNumber>(
        Expression<Func<GpuSection, TNumber?>> figure,
        double unit,
        Func<GpuSection, Accelerator, double?> published,
        Func<GpuSection, double, string> format
    )
        where TNumber : struct, INumber<TNumber>
    {
        RuleFor(figure)
            .Must((g, value) => Stated(value) is not { } v || Published(g) is not { } p || FiguresContradictCatalogue.IsNear(v, p))
            .Reports(
                FiguresContradictCatalogue.Fault,
                "`{PropertyName}` is {Stated}, but {Gpu} has {Published}",
                "remove `{PropertyName}` to use the published figure",
                ("Stated", (g, value) => format(g, Stated(value) ?? 0)),
                ("Gpu", (g, _) => Known(g)?.Id ?? ""),
                ("Published", (g, _) => format(g, Published(g) ?? 0))
            );

        double? Stated(TNumber? value) => value is { } v ? double.CreateChecked(v) * unit : null;

        double? Published(GpuSection g) => Known(g) is { } known ? published(g, known) : null;
    }

    private static Accelerator? Known(GpuSection g) => Accelerators.Find(g.Name ?? "", g.Memory);

    private static double DirectionsOf(GpuSection g) => g.NvlinkDirection == LinkDirection.Bidirectional ? 2.0 : 1.0;

    private static string LinkRate(GpuSection g, double rate) =>
        Quantity.FormatRate(rate) + (DirectionsOf(g) > 1 ? " in both directions" : " in one direction");

    private static string DensePeak(double flops) => Quantity.Number(flops / Tera, 0) + " TFLOP/s dense";
}
