using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>The stated workload as a queue.</summary>
/// <param name="Offered">Mean number of requests in service: rate × time.</param>
/// <param name="Seconds">Mean time in a slot.</param>
/// <param name="Slots">Slots of all replicas.</param>
/// <param name="Step">Slots of one replica.</param>
/// <param name="Patience">The wait that most requests must not exceed, in seconds.</param>
internal sealed record QueueLoad(double Offered, double Seconds, long Slots, long Step, double Patience, double Percentile, string Why)
{
    // Slots of an engine beyond any that runs, so that products of them stay whole numbers.
    private const long MostSlots = 1_000_000;

    // What holds where the workload does not say: a first token after a tenth of the service time.
    private const double PatienceShare = 10;

    /// <summary>Share of requests that wait longer than <see cref="Patience"/>.</summary>
    public double Late => ErlangC.WaitExceeds(Offered, Slots, Seconds, Patience);

    /// <summary>Null without a rate and token lengths.</summary>
    public static QueueLoad? Of(Deployment d, Estimate e)
    {
        var workload = d.Workload;
        if (workload.RequestsPerSecond is not > 0 || workload.OutputTokens is not { } output || workload.InputTokens is not { } input)
        {
            return null;
        }

        var seconds = workload.ProcessingTime?.TotalSeconds ?? Bound(e, output);
        if (seconds is not { } time)
        {
            return null;
        }

        var held = e.KvCacheTokens / Math.Max(1, input + output);
        var perEngine = (long)Math.Clamp(Math.Min(d.Serving.MaxNumSeqs, held), 1, MostSlots);
        var step = perEngine * d.Layout.Caches;
        var why =
            $"{perEngine} concurrent requests per engine: max_num_seqs {d.Serving.MaxNumSeqs}, "
            + $"{Quantity.Count(e.KvCacheTokens)} KV tokens at {Quantity.Count(input + output)} per request; "
            + $"time per request {(workload.ProcessingTime is null ? "from the roofline bound" : "as stated")}";
        return new QueueLoad(
            workload.RequestsPerSecond.Value * time,
            time,
            step * workload.Replicas,
            step,
            workload.TimeToFirstToken?.TotalSeconds ?? (time / PatienceShare),
            workload.Percentile,
            why
        );
    }

    /// <summary>Roofline of prefill and of each output token.</summary>
    private static double? Bound(Estimate e, int output) =>
        e.Performance is { DecodeStep: { } step } p ? (p.Prefill?.TotalSeconds ?? 0) + (output * step.TotalSeconds) : null;

    public string Advice()
    {
        var needed = ErlangC.SlotsFor(Offered, Seconds, Patience, Percentile, Step);
        var one = ErlangC.SlotsFor(Offered, Seconds, Patience, Percentile, 1);
        var replicas = needed / Step;
        var enough =
            replicas == 1 ? $"1 replica ({needed} concurrent requests) is" : $"{replicas} replicas ({needed} concurrent requests) are";
        return $"{enough} enough; {one} must be possible to keep waits short ({Math.Ceiling(Offered)} on average)";
    }
}
