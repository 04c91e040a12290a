namespace ConfigKit.Estimation;

/// <summary>
/// The M/M/c queue: requests that find every slot taken wait. An approximation for continuous batching, where a slot's
/// time depends on the load.
/// </summary>
internal static class Capacity
{
    /// <summary>
    /// Probability that a request waits (Erlang C), by recursion on Erlang B so that nothing overflows:
    /// B(0) = 1, B(k) = aB(k-1) / (k + aB(k-1)), C = B / (1 - rho (1 - B)).
    /// </summary>
    /// <param name="offeredLoad">Arrival rate times mean service time.</param>
    /// <param name="servers">Slots.</param>
    /// <returns>1 when the queue is unstable.</returns>
    public static double ErlangC(double offeredLoad, int servers)
    {
        if (offeredLoad >= servers)
        {
            return 1;
        }

        var b = 1.0;
        for (var k = 1; k <= servers; k++)
        {
            b = offeredLoad * b / (k + (offeredLoad * b));
        }

        return b / (1 - (offeredLoad / servers * (1 - b)));
    }

    /// <summary>Mean wait in units of the service time: C / (c - a); infinite when unstable.</summary>
    public static double MeanWait(double offeredLoad, int servers) =>
        offeredLoad >= servers ? double.PositiveInfinity : ErlangC(offeredLoad, servers) / (servers - offeredLoad);

    /// <summary>P(wait &gt; t) = C e^(-(c - a) t / S).</summary>
    public static double WaitExceeds(double offeredLoad, int servers, double serviceTime, double t) =>
        offeredLoad >= servers ? 1 : ErlangC(offeredLoad, servers) * Math.Exp(-(servers - offeredLoad) * t / serviceTime);

    /// <summary>The fewest slots, in steps of <paramref name="step"/>, with which P(wait &gt; t) is at most 1 - percentile.</summary>
    public static int SlotsFor(double offeredLoad, double serviceTime, double t, double percentile, int step)
    {
        var servers = Math.Max(step, (int)Math.Ceiling((offeredLoad + 1e-9) / step) * step);
        while (servers < 100_000_000 && WaitExceeds(offeredLoad, servers, serviceTime, t) > 1 - percentile)
        {
            servers += step;
        }

        return servers;
    }
}
