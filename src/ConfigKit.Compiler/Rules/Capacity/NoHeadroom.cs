using ConfigKit.Diagnostics;
using ConfigKit.Estimation;
using ConfigKit.Text;

namespace ConfigKit.Rules.Capacity;

/// <summary>Slots for the mean load alone.</summary>
internal sealed class NoHeadroom() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK9002", "Slots without headroom", Severity.Warning)
    {
        Group = DiagnosticGroup.Capacity,
        Explanation = new()
        {
            Checks = """
                Sizing by `ceil(λS)` gives the floor at which the queue only just does not grow; waiting times there are endless. With c slots and offered load a, Erlang C says how many requests wait:

                    P(wait > t) = C(c, a) · exp(−(c − a) t / S)

                a = 10: with 11 slots 68 % wait, mean 0.68 S; with 14 slots 0.04 S. The warning comes when more requests than 1 − `percentile` (5 %) wait longer than `time_to_first_token`, or without one, longer than a tenth of the service time. M/M/c is an approximation for continuous batching, where S grows with the load.
                """,
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
                + $"with {load.Slots} slots for {Quantity.Number(load.Offered)} requests at once; "
                + $"at most {Quantity.Number(100 * (1 - load.Percentile), 1)} % may",
            load.Advice(),
            load.Why
        );
    }
}
