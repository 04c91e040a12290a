using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Capacity;

/// <summary>More concurrent requests than the KV cache holds.</summary>
internal sealed class ConcurrencyBeyondCache() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9003", "Concurrency beyond the KV cache", Severity.Warning)
    {
        Group = DiagnosticGroup.Capacity,
        Explanation = new()
        {
            Checks = "`workload.concurrency` requests of input and output length must fit in the KV cache of all replicas.",
            Why = "The engine queues what doesn't fit and preempts running requests, whose tokens it then computes again.",
            Formula = """
                concurrency × (input_tokens + output_tokens) <= KV tokens × data × replicas
                2,000 × 5,000 = 10,000,000 > 644,928: 128 requests fit
                """,
            Fix = "Plan with fewer concurrent requests, or add replicas.",
        },
        Bad = Examples.R1OnH200 + "workload: {concurrency: 2000, input_tokens: 4000, output_tokens: 1000}\n",
        Good = Examples.R1OnH200 + "workload: {concurrency: 64, input_tokens: 4000, output_tokens: 1000}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var workload = s.Deployment.Workload;
        if (!workload.Concurrency.IsStated || workload.InputTokens is null)
        {
            yield break;
        }

        var (concurrency, length) = (workload.Concurrency.Value, workload.StatedRequestTokens);
        var needed = concurrency * length;
        var held = s.Estimate.KvCacheTokens * s.Deployment.Layout.Caches * workload.Replicas;
        if (needed <= held)
        {
            yield break;
        }

        yield return new Finding(
            "workload.concurrency",
            $"{Quantity.Count(concurrency)} concurrent requests of {Quantity.Count(length)} tokens need {Quantity.Count(needed)} KV tokens; "
                + $"the cache holds {Quantity.Count(held)}",
            $"plan with at most {Quantity.Count(held / length)} concurrent requests, or add replicas"
        );
    }
}
