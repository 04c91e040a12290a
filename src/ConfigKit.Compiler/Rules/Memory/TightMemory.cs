using ConfigKit.Changes;
using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Rules.Memory;

/// <summary>Whether the deployment fits depends on overhead that can't be known without running it.</summary>
internal sealed class TightMemory() : DeploymentRule(Fault)
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

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var estimate = s.Estimate;
        if (estimate.MemoryVerdict != Verdict.Tight)
        {
            yield break;
        }

        var length = Quantity.Count(estimate.EffectiveMaxModelLen);
        var (low, high) = (Quantity.FormatBytes(estimate.Overhead.Low), Quantity.FormatBytes(estimate.Overhead.High));
        var budget = Quantity.FormatBytes(estimate.RequestedBytes);
        var weights = Quantity.FormatBytes(estimate.Heaviest.WeightsBytes);
        yield return new Finding(
            "serving.max_model_len",
            $"one request of {length} tokens fits if the overhead stays near {low} and does not if it reaches {high}",
            SmallestChange.ThatFits(s.Deployment),
            $"{budget} budget − {weights} weights; "
                + $"one request needs {Quantity.FormatBytes(estimate.KvBytesForOneSequence)} of KV cache"
        );
    }
}
