using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Rules.Memory;

/// <summary>The parameter count that the user reckons with can't be held by the GPUs.</summary>
internal sealed class ParameterClaim() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK3004", "Claimed parameters exceed GPU memory", Severity.Error)
    {
        Group = DiagnosticGroup.Memory,
        Explanation = new()
        {
            Checks =
                "`model.parameters_billion` × bytes per parameter must fit in the memory of all GPUs together. The number format "
                + "decides the bytes: 2 in bf16, 1 in fp8, a little over 0.5 in 4-bit formats with scales.",
            Why =
                "Purchases are planned with this number. \"One 80 GB GPU holds a 175B model\" is a common mistake: the weights "
                + "alone don't fit, before any KV cache.",
            Formula = """
                parameters × bytes per parameter <= GPUs × memory per GPU
                175 B × 2 B (bf16) = 350 GB = 326 GiB > 1 × 79.2 GiB: 5 GPUs for the weights alone
                175 B: 175 GB in fp8, about 90 GB in 4 bits with scales
                """,
            Fix = "Correct the number, or plan with enough GPUs for weights and KV cache.",
        },
        Bad = Examples.Distill7B.Replace("R1-Distill-Qwen-7B", "R1-Distill-Qwen-7B\n  parameters_billion: 175"),
        Good = Examples.Distill7B.Replace("R1-Distill-Qwen-7B", "R1-Distill-Qwen-7B\n  parameters_billion: 7.6"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!Exceeds(d) || d.Source.ClaimedBillion is not { } billions)
        {
            yield break;
        }

        var bytes = Bytes(billions, d);
        var gpus = Math.Ceiling(bytes / (d.Gpu.CudaBytes ?? 1));
        yield return new Finding(
            "model.parameters_billion",
            $"{Quantity.Number(billions)} billion parameters need {Quantity.FormatBytes(bytes)}, "
                + $"but {d.GpuCount} × {d.Gpu.Id} provide {Quantity.FormatBytes(Memory(d))}",
            $"set the {Quantity.Number(s.Estimate.Parameters / 1e9)} billion of {d.Model.Id}, or plan with at least {gpus} GPUs for the weights alone",
            $"{Quantity.Number(BytesPerParameter(d), 4)} bytes per parameter"
        );
    }

    /// <summary>Whether the stated count alone exceeds all memory.</summary>
    public static bool Exceeds(Deployment d) => d.Source.ClaimedBillion is { } billions && Bytes(billions, d) > Memory(d);

    private static double Bytes(double billions, Deployment d) => billions * 1e9 * BytesPerParameter(d);

    private static double Memory(Deployment d) => (double)(d.Gpu.CudaBytes ?? 0) * d.GpuCount;

    // A matrix so large that the padding of its scale blocks does not count.
    private const int Side = 16_384;

    private static double BytesPerParameter(Deployment d) =>
        Estimation.StorageFormat.Bytes(d.Quantization.Dense, d.Quantization, Side, Side) / ((double)Side * Side);
}
