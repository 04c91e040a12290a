using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Memory;

/// <summary>Whether the deployment fits depends on overhead that can't be known without running it.</summary>
internal sealed class TightMemory : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK3003", "Memory is tight", Severity.Warning)
    {
        Group = DiagnosticGroup.Memory,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks = """
                Weights and KV cache are computed exactly; the rest (CUDA context, NCCL, activations, CUDA graphs) varies by driver, kernels and batch, so it is an interval. With its lower end the deployment fits, with its upper end it does not. Run it once with these very settings before relying on it, or leave more room.
                """,
        },
        Bad = Examples.R1OnH200.Replace("h200-sxm", "h20-96gb").Replace("max_model_len: 65536", "max_model_len: 16384"),
        Good = Examples.R1OnH200,
    };

    public TightMemory()
        : base(Fault) =>
        RuleFor(s => s.Estimate)
            .Must(e => e.MemoryVerdict != Verdict.Tight)
            .Reports(s => new Finding(
                "serving.max_model_len",
                $"one request of {Quantity.Count(s.Estimate.EffectiveMaxModelLen)} tokens fits if the overhead stays near {Quantity.FormatBytes(s.Estimate.Overhead.Low)} and does not if it reaches {Quantity.FormatBytes(s.Estimate.Overhead.High)}",
                SmallestChange.ThatFits(s.Deployment),
                $"{Quantity.FormatBytes(s.Estimate.RequestedBytes)} budget − {Quantity.FormatBytes(s.Estimate.Heaviest.WeightsBytes)} weights; one request needs {Quantity.FormatBytes(s.Estimate.KvBytesForOneSequence)} of KV cache"
            ));
}
