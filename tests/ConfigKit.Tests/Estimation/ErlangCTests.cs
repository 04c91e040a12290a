using ConfigKit.Estimation;

namespace ConfigKit.Tests.Estimation;

public sealed class ErlangCTests
{
    /// <summary>Values of tables of Erlang's C formula.</summary>
    [Theory]
    [InlineData(6, 8, 0.356981)]
    [InlineData(3, 4, 0.509434)]
    [InlineData(14, 16, 0.508482)]
    public void Erlang_C_is_that_of_the_tables(double load, int servers, double wait) =>
        Assert.Equal(wait, ErlangC.WaitProbability(load, servers), 6);

    [Fact]
    public void An_unstable_queue_waits_for_ever()
    {
        Assert.Equal(1, ErlangC.WaitProbability(10, 10));
        Assert.Equal(double.PositiveInfinity, ErlangC.MeanWait(10, 10));
    }

    [Fact]
    public void Fewest_slots_meet_the_percentile_and_one_less_does_not()
    {
        var slots = ErlangC.SlotsFor(10, 1, 0.1, 0.95, 1);

        Assert.True(ErlangC.WaitExceeds(10, slots, 1, 0.1) <= 0.05);
        Assert.True(ErlangC.WaitExceeds(10, slots - 1, 1, 0.1) > 0.05);
    }

    /// <summary>Large systems take the square root of the load as reserve (Halfin and Whitt); the search stays short.</summary>
    [Theory]
    [InlineData(1e3)]
    [InlineData(1e5)]
    [InlineData(1e7)]
    [InlineData(1e12)]
    public void Reserve_of_large_systems_grows_with_the_square_root(double load)
    {
        var slots = ErlangC.SlotsFor(load, 1, 0, 0.95, 1);

        Assert.InRange((slots - load) / Math.Sqrt(load), 1.5, 2.1);
    }

    /// <summary>a = 3, c = 4: C = 0.509434; the mean wait is C / (4 − 3), P(W &gt; t) = C e^(−(4 − 3) t / S).</summary>
    [Fact]
    public void Waits_follow_from_the_probability()
    {
        Assert.Equal(0.509434, ErlangC.MeanWait(3, 4), 6);
        Assert.Equal(0.509434 * Math.Exp(-0.5), ErlangC.WaitExceeds(3, 4, 10, 5), 6);
        Assert.Equal(0.356981 * Math.Exp(-2 * 5 / 10.0), ErlangC.WaitExceeds(6, 8, 10, 5), 6);
        Assert.Equal(0.356981 / 2, ErlangC.MeanWait(6, 8), 5);
        Assert.Equal(1, ErlangC.WaitExceeds(4, 4, 10, 5));
    }

    /// <summary>One slot: an M/M/1 queue waits with probability a.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void One_slot_waits_as_often_as_it_is_taken(double load) => Assert.Equal(load, ErlangC.WaitProbability(load, 1), 12);

    [Fact]
    public void Ample_slots_never_wait() => Assert.Equal(0, ErlangC.WaitProbability(1, 1000));

    /// <summary>
    /// Beyond 100,000 the square root rule takes over: (100,500 − 100,000) / √100,000 = 1.58 spare servers per root of
    /// the load, where Halfin and Whitt's formula says 0.0653; either side of the limit gives nearly the same.
    /// </summary>
    [Fact]
    public void The_square_root_rule_joins_without_a_step()
    {
        var below = ErlangC.WaitProbability(100_000, 100_500);
        var above = ErlangC.WaitProbability(100_001, 100_501);

        Assert.Equal(0.0653, below, 2);
        Assert.Equal(below, above, 3);
        Assert.Equal(0, ErlangC.WaitProbability(200_000, 2_000_000));
    }

    /// <summary>Steps of 4 slots at a load of 10: 12 are too few for 95 in 100, 16 are enough.</summary>
    [Fact]
    public void Slots_come_in_whole_replicas()
    {
        Assert.True(ErlangC.WaitExceeds(10, 12, 1, 0.1) > 0.05);
        Assert.True(ErlangC.WaitExceeds(10, 16, 1, 0.1) <= 0.05);
        Assert.Equal(16, ErlangC.SlotsFor(10, 1, 0.1, 0.95, 4));
    }

    /// <summary>No load needs no more than one slot.</summary>
    [Fact]
    public void A_load_of_nothing_takes_one_slot() => Assert.Equal(1, ErlangC.SlotsFor(0, 1, 0, 0.95, 1));
}
