using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Rules.Capacity;

/// <summary>More work arrives than the slots can do.</summary>
internal sealed class QueueUnstable() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9001", "Requests arrive faster than they are served", Severity.Error)
    {
        Group = DiagnosticGroup.Capacity,
        Explanation = new()
        {
            Checks =
                "Requests per second × time per request against the concurrent requests that the engines allow: the smaller of "
                + "`max_num_seqs` and what the KV cache holds, × data × replicas. The time is `workload.processing_time`, or else "
                + "the roofline bound, which is never too long.",
            Why =
                "The queue grows without end (Little's law): every request waits longer than the one before, until clients time " + "out.",
            Formula = """
                requests per second × seconds per request < concurrent requests
                10/s × 5 s = 50 >= 4, error
                """,
            Fix = "Add replicas, raise `max_num_seqs` while the KV cache has room, or accept fewer requests.",
            References = [SourceLinks.ErlangC],
        },
        Bad =
            Examples.Distill7B
            + "  max_num_seqs: 4\nworkload: {requests_per_second: 10, input_tokens: 1000, output_tokens: 500, processing_time: 5s}\n",
        Good =
            Examples.Distill7B
            + "  max_num_seqs: 128\nworkload: {requests_per_second: 10, input_tokens: 1000, output_tokens: 500, processing_time: 5s}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (QueueLoad.Of(s.Deployment, s.Estimate) is not { } load || load.Offered < load.Slots)
        {
            yield break;
        }

        var rate = Quantity.Number(s.Deployment.Workload.RequestsPerSecond ?? 0);
        yield return new Finding(
            "workload.requests_per_second",
            $"{rate} requests/s × {Quantity.Number(load.Seconds)} s = {Quantity.Number(load.Offered)} concurrent requests; "
                + $"at most {load.Slots} can run",
            load.Advice(),
            load.Why
        );
    }
}
