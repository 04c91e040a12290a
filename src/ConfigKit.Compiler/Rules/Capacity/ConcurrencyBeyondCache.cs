using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Rules.Capacity;

/// <summary>More sequences at once than the KV cache holds.</summary>
internal sealed class ConcurrencyBeyondCache : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK9003", "Concurrency beyond the KV cache", Severity.Warning)
    {
        Explanation =
            "`workload.concurrency` sequences of input and output length must fit in the KV cache, or the engine queues and preempts them: concurrency × (input_tokens + output_tokens) <= KV tokens × data × replicas.",
        Bad = Examples.R1OnH200 + "workload: {concurrency: 2000, input_tokens: 4000, output_tokens: 1000}\n",
        Good = Examples.R1OnH200 + "workload: {concurrency: 64, input_tokens: 4000, output_tokens: 1000}\n",
    };

    public ConcurrencyBeyondCache()
        : base(Fault) =>
        RuleFor(s => s)
            .Must(s => Needed(s) <= Held(s))
            .When(s => s.Deployment.Config.Workload is { Concurrency: not null, InputTokens: not null })
            .Reports(s => new Finding(
                "workload.concurrency",
                $"{Quantity.Count(s.Deployment.Config.Workload.Concurrency ?? 0)} sequences of {Quantity.Count(Length(s))} tokens need {Quantity.Count(Needed(s))} KV tokens; there are {Quantity.Count(Held(s))}",
                $"plan with {Quantity.Count(Held(s) / Length(s))} sequences at once, or add replicas"
            ));

    private static long Length(Subject s) =>
        (s.Deployment.Config.Workload.InputTokens ?? 0) + (long)(s.Deployment.Config.Workload.OutputTokens ?? 0);

    private static long Needed(Subject s) => (s.Deployment.Config.Workload.Concurrency ?? 0) * Length(s);

    private static long Held(Subject s) =>
        s.Estimate.KvCacheTokens * s.Deployment.Layout.Caches * (s.Deployment.Config.Workload.Replicas ?? WorkloadSection.ReplicasDefault);
}
