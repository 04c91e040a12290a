using ConfigKit.Estimation;

namespace ConfigKit.Tests.Estimation;

public sealed class CapacityTests
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

    [Fact]
    public void Distinct_experts_follow_the_birthday_formula()
    {
        Assert.Equal(8, Roofline.DistinctExperts(256, 8, 1), 9);
        Assert.InRange(Roofline.DistinctExperts(256, 8, 10_000), 255.99, 256);
    }
}
