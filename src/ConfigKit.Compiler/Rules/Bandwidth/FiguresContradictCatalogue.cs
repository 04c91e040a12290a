using ConfigKit.Diagnostics;

namespace ConfigKit.Rules.Bandwidth;

/// <summary>Figures stated for a known GPU that are not its own.</summary>
internal static class FiguresContradictCatalogue
{
    private const double Tolerance = 0.1;

    public static readonly DiagnosticDescriptor Fault = new("CK5007", "GPU figures differ from the catalogue", Severity.Warning)
    {
        Group = DiagnosticGroup.Bandwidth,
        Explanation = new()
        {
            Checks =
                "The GPU is in the catalogue and a figure of your file is more than 10 % off the published one. Your figure is " + "used.",
            Why =
                "Typical mix-ups: A100 80GB at 1.5 TB/s (that is the 40 GB card; 2,039 GB/s SXM, 1,935 PCIe), H100 at 312 TFLOPS "
                + "(that is A100; 989 dense), sparse peaks taken for dense, NVLink counted both ways. Bounds computed from them are "
                + "wrong by the same factor.",
            Formula = """
                |stated − published| <= 10 % of published
                A100 80GB SXM: 1.5 TB/s against 2.04 TB/s, 26 % off
                """,
            Fix = "Remove the figure to use the published one, or keep it if you measured it.",
            References =
            [
                new("aiconfigurator: figures of GPU systems", "https://github.com/ai-dynamo/aiconfigurator"),
                new("AMD: GPU specifications", "https://rocm.docs.amd.com/en/latest/reference/gpu-arch-specs.html"),
            ],
        },
        Bad = Examples.Distill7B.Replace("gpu: h100-sxm", "gpu: {name: a100-sxm4-80gb, memory_bandwidth: 1.5TB/s}"),
        Good = Examples.Distill7B.Replace("gpu: h100-sxm", "gpu: {name: a100-sxm4-80gb, memory_bandwidth: 2.0TB/s}"),
    };

    /// <summary>Whether a stated figure is within the tolerance of the published one.</summary>
    public static bool IsNear(double stated, double published) => Math.Abs(stated - published) <= Tolerance * published;
}
