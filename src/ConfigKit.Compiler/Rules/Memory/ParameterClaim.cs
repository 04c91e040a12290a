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
            Checks = """
                "A GPU with 80 GB holds a model of 175 B parameters" is a common claim and wrong: parameters × bytes per parameter must fit in the memory of all GPUs of the deployment. 175 B take 350 GB in bf16, 175 GB in fp8 and about 90 GB in 4 bits with scales, each before any KV cache.
                """,
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
            $"{Quantity.Number(billions)} billion parameters take {Quantity.FormatBytes(bytes)}; "
                + $"{d.GpuCount} × {d.Gpu.Id} have {Quantity.FormatBytes(Memory(d))}",
            $"{gpus} such GPUs hold the weights alone; {d.Model.Id} itself has {Quantity.Number(s.Estimate.Parameters / 1e9)} billion",
            $"{Quantity.Number(BytesPerParameter(d), 4)} bytes a parameter"
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
