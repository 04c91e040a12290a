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
            Checks = """
                The offered load is a = arrival rate × mean time in a slot. A slot is a running sequence: the lesser of max_num_seqs and what the KV cache holds, times data and replicas. With a >= slots the queue grows without end (Little's law). The time in a slot is `workload.processing_time` where measured, else the roofline bound, which is never too long, so an error here is certain.
                """,
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
            $"{rate} requests/s × {Quantity.Number(load.Seconds)} s = {Quantity.Number(load.Offered)} requests at once; "
                + $"there are {load.Slots} slots",
            load.Advice(),
            load.Why
        );
    }
}
