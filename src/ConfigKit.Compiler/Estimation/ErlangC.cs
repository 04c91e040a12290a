namespace ConfigKit.Estimation;

/// <summary>
/// The M/M/c queue: requests that find every slot taken wait. An approximation for continuous batching, where a slot's
/// time depends on the load.
/// </summary>
internal static class ErlangC
{
    private const int LargestExact = 100_000;

    /// <summary>
    /// Probability that a request waits (Erlang C), by recursion on Erlang B so that nothing overflows:
    /// B(0) = 1, B(k) = aB(k-1) / (k + aB(k-1)), C = B / (1 - rho (1 - B)).
    /// </summary>
    /// <param name="offeredLoad">Arrival rate times mean service time.</param>
    /// <param name="servers">Slots.</param>
    /// <returns>1 when the queue is unstable.</returns>
    public static double WaitProbability(double offeredLoad, long servers)
    {
        if (offeredLoad >= servers)
        {
            return 1;
        }

        if (offeredLoad > LargestExact)
        {
            // Large systems wait alike at the same number of spare servers per square root of the load (Halfin and Whitt 1981).
            var spare = (servers - offeredLoad) / Math.Sqrt(offeredLoad);
            return WaitProbability(
                LargestExact,
                LargestExact + (long)Math.Min(LargestExact, Math.Ceiling(spare * Math.Sqrt(LargestExact)))
            );
        }

        var b = 1.0;
        for (long k = 1; k <= servers; k++)
        {
            b = offeredLoad * b / (k + (offeredLoad * b));
            if (b < 1e-18)
            {
                return 0; // from here on it only falls
            }
        }

        return b / (1 - (offeredLoad / servers * (1 - b)));
    }

    /// <summary>Mean wait in units of the service time: C / (c - a); infinite when unstable.</summary>
    public static double MeanWait(double offeredLoad, long servers) =>
        offeredLoad >= servers ? double.PositiveInfinity : WaitProbability(offeredLoad, servers) / (servers - offeredLoad);

    /// <summary>P(wait &gt; t) = C e^(-(c - a) t / S).</summary>
    public static double WaitExceeds(double offeredLoad, long servers, double serviceTime, double t) =>
        offeredLoad >= servers ? 1 : WaitProbability(offeredLoad, servers) * Math.Exp(-(servers - offeredLoad) * t / serviceTime);

    /// <summary>The fewest slots, in steps of <paramref name="step"/>, with which P(wait &gt; t) is at most 1 - percentile.</summary>
    public static long SlotsFor(double offeredLoad, double serviceTime, double t, double percentile, long step)
    {
        // Waiting only falls with more slots: double until enough, then halve the gap.
        var low = (long)Math.Min(1e15, Math.Floor(offeredLoad / step));
        var width = 1L;
        while (width < 1L << 40 && !IsEnough(low + width))
        {
            width *= 2;
        }

        var high = low + width;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = IsEnough(middle) ? (low, middle) : (middle, high);
        }

        return high * step;

        bool IsEnough(long steps) => WaitExceeds(offeredLoad, steps * step, serviceTime, t) <= 1 - percentile;
    }
}
