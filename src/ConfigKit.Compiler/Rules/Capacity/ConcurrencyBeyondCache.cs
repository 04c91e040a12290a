using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Capacity;

/// <summary>More sequences at once than the KV cache holds.</summary>
internal sealed class ConcurrencyBeyondCache() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9003", "Concurrency beyond the KV cache", Severity.Warning)
    {
        Group = DiagnosticGroup.Capacity,
        Explanation = new()
        {
            Checks =
                "`workload.concurrency` sequences of input and output length must fit in the KV cache, or the engine queues and preempts them: concurrency × (input_tokens + output_tokens) <= KV tokens × data × replicas.",
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
            $"{Quantity.Count(concurrency)} sequences of {Quantity.Count(length)} tokens need {Quantity.Count(needed)} KV tokens; "
                + $"there are {Quantity.Count(held)}",
            $"plan with {Quantity.Count(held / length)} sequences at once, or add replicas"
        );
    }
}
