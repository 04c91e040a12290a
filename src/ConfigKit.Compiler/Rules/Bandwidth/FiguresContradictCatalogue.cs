using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Figures stated for a known GPU that are not its own.</summary>
internal sealed class FiguresContradictCatalogue : ValidatorRule
{
    private const double Tolerance = 0.1;

    private static readonly DiagnosticDescriptor Fault = new("CK5007", "GPU figures contradict the catalogue", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                The GPU is in the catalogue and a stated figure is more than 10 % off its published one. Classic confusions: A100-80GB 1.5 TB/s (that is the 40 GB part; 2,039 GB/s SXM, 1,935 PCIe), H100 312 TFLOPS (that is A100; 989 dense), sparse peaks taken for dense (twice), NVLink counted in both directions (twice), "80 GB" for what nvidia-smi shows as 81,559 MiB. The stated figure is used.
                """,
        },
        Bad = Examples.Distill7B.Replace("gpu: h100-sxm", "gpu: {name: a100-sxm4-80gb, memory_bandwidth: 1.5TB/s}"),
        Good = Examples.Distill7B.Replace("gpu: h100-sxm", "gpu: {name: a100-sxm4-80gb, memory_bandwidth: 2.0TB/s}"),
    };

    public FiguresContradictCatalogue()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s =>
                s.Deployment.Config.Hardware.Gpu is { } stated && Accelerators.Find(stated.Name ?? "") is { } known
                    ? Compare(stated, known)
                    : []
            );

    private static IEnumerable<Finding> Compare(GpuSection stated, Accelerator known)
    {
        var direction = stated.NvlinkDirection == LinkDirection.Bidirectional ? 2.0 : 1.0;
        return
        [
            .. Figure("memory", stated.Memory, known.NvmlBytes, v => Quantity.FormatBytes(v)),
            .. Figure("memory_bandwidth", stated.MemoryBandwidth, known.MemoryBandwidth, v => Quantity.FormatRate(v)),
            .. Figure(
                "nvlink_bandwidth",
                stated.NvlinkBandwidth,
                known.LinkBandwidth * direction,
                v => Quantity.FormatRate(v) + (direction > 1 ? " in both directions" : " in one direction")
            ),
            .. Figure("bf16_tflops", stated.Bf16Tflops * 1e12, known.Bf16Flops, v => Quantity.Number(v / 1e12, 0) + " TFLOP/s dense"),
            .. Figure("fp8_tflops", stated.Fp8Tflops * 1e12, known.Fp8Flops, v => Quantity.Number(v / 1e12, 0) + " TFLOP/s dense"),
        ];

        IEnumerable<Finding> Figure(string name, double? value, double? published, Func<double, string> format)
        {
            if (value is { } v && published is { } p && Math.Abs(v - p) > Tolerance * p)
            {
                yield return new(
                    $"hardware.gpu.{name}",
                    $"{name} {format(v)} is stated; {known.Id} has {format(p)}",
                    $"leave `{name}` out to take the published figure"
                );
            }
        }
    }
}
