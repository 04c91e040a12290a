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
        DependsOnLayout = true,
        Explanation = new()
        {
            Checks =
                "Weights and KV cache are computed exactly; the overhead (CUDA context, NCCL, activations, CUDA graphs) depends "
                + "on driver, kernels and batch and is an interval. The deployment fits at its lower end and doesn't at its upper "
                + "end.",
            Why = "The engine may start today and run out of memory after a driver or engine update, or with a larger batch.",
            Formula = """
                fits:  budget − weights − lowest overhead  >= KV cache of one request
                tight: budget − weights − highest overhead <  KV cache of one request
                DeepSeek-R1 on 8 × H20 96GB, 16,384 tokens: 85.5 − 79.6 − 2.4 = 3.6 GiB >= 1.1 GiB; 85.5 − 79.6 − 7.7 < 0
                """,
            Fix =
                "Run it once with exactly these settings before relying on it, or leave more room: a shorter context, another "
                + "layout, more GPUs.",
            References =
            [
                new("llm-d-planner #205: estimates against measured runs", "https://github.com/llm-d-incubation/llm-d-planner/pull/205"),
            ],
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
            $"may run out of memory: engine overhead is between {low} and {high}, "
                + $"and only the lower end leaves room for one request of {length} tokens",
            SmallestChange.ThatFits(s.Deployment),
            $"{budget} budget − {weights} weights; "
                + $"one request needs {Quantity.FormatBytes(estimate.KvBytesForOneSequence)} of KV cache"
        );
    }
}
