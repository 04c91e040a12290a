using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Memory;

/// <summary>The parameter count that the user reckons with can't be held by the GPUs.</summary>
internal sealed class ParameterClaim : ValidatorRule
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

    public ParameterClaim()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => !Exceeds(s.Deployment))
            .Reports(s => new Finding(
                "model.parameters_billion",
                $"{Quantity.Number(s.Deployment.Config.Model.ParametersBillion ?? 0)} billion parameters take {Quantity.FormatBytes(Bytes(s.Deployment))}; {s.Deployment.GpuCount} × {s.Deployment.Gpu.Id} have {Quantity.FormatBytes(Memory(s.Deployment))}",
                $"{Math.Ceiling(Bytes(s.Deployment) / (s.Deployment.Gpu.CudaBytes ?? 1))} such GPUs hold the weights alone; {s.Deployment.Model.Id} itself has {Quantity.Number(s.Estimate.Parameters / 1e9)} billion",
                $"{Quantity.Number(BytesPerParameter(s.Deployment), 4)} bytes a parameter"
            ));

    /// <summary>Whether the stated count alone exceeds all memory.</summary>
    public static bool Exceeds(Deployment d) => d.Config.Model.ParametersBillion is not null && Bytes(d) > Memory(d);

    private static double Bytes(Deployment d) => (d.Config.Model.ParametersBillion ?? 0) * 1e9 * BytesPerParameter(d);

    private static double Memory(Deployment d) => (double)(d.Gpu.CudaBytes ?? 0) * d.GpuCount;

    private static double BytesPerParameter(Deployment d) =>
        Estimation.StorageFormat.Bytes(d.Quantization.Dense, d.Quantization, 16_384, 16_384) / (16_384.0 * 16_384);
}
