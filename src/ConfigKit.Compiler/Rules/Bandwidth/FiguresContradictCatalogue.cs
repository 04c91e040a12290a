using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Figures stated for a known GPU that are not its own.</summary>
internal static class FiguresContradictCatalogue
{
    private const double Tolerance = 0.1;

    public static readonly DiagnosticDescriptor Fault = new("CK5007", "GPU figures contradict the catalogue", Severity.Warning)
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

    /// <summary>Whether a stated figure is within the tolerance of the published one.</summary>
    public static bool IsNear(double stated, double published) => Math.Abs(stated - published) <= Tolerance * published;
}
