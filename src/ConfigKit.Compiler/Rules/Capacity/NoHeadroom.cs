using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Rules.Capacity;

/// <summary>Slots for the mean load alone.</summary>
internal sealed class NoHeadroom() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9002", "Too little headroom for queueing", Severity.Warning)
    {
        Group = DiagnosticGroup.Capacity,
        Explanation = new()
        {
            Checks =
                "How many requests wait longer than allowed, by Erlang C with c concurrent requests possible and a in use on "
                + "average. Reported when more than 1 − `percentile` (5 %) wait longer than `time_to_first_token`, or without one, "
                + "than a tenth of the time per request.",
            Why =
                "Capacity for the average alone (ceil(λS)) is the point at which the queue just doesn't grow; waits there are "
                + "endless.",
            Formula = """
                P(wait > t) = C(c, a) × exp(−(c − a) × t / S)
                a = 50, S = 5 s, t = 0.5 s: 76 % wait longer with c = 51
                a = 10: 68 % wait with 11 (mean 0.68 S), mean 0.04 S with 14
                M/M/c approximates continuous batching, where S grows with the load
                """,
            Fix = "Add replicas or raise `max_num_seqs`; the message names the smallest number that meets the target.",
            References = [SourceLinks.ErlangC],
        },
        Bad =
            Examples.Distill7B
            + "  max_num_seqs: 51\nworkload: {requests_per_second: 10, input_tokens: 1000, output_tokens: 500, processing_time: 5s}\n",
        Good =
            Examples.Distill7B
            + "  max_num_seqs: 128\nworkload: {requests_per_second: 10, input_tokens: 1000, output_tokens: 500, processing_time: 5s}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        if (
            QueueLoad.Of(s.Deployment, s.Estimate) is not { } load
            || load.Offered >= load.Slots // QueueUnstable's
            || load.Late <= 1 - load.Percentile
        )
        {
            yield break;
        }

        var patience = Quantity.FormatDuration(TimeSpan.FromSeconds(load.Patience));
        yield return new Finding(
            "workload.requests_per_second",
            $"{Quantity.Number(100 * load.Late, 1)} % of requests wait longer than {patience} "
                + $"(allowed: {Quantity.Number(100 * (1 - load.Percentile), 1)} %): {Quantity.Number(load.Offered)} run at once on average, "
                + $"at most {load.Slots} can",
            load.Advice(),
            load.Why
        );
    }
}
