using ConfigKit.Estimation;
using ConfigKit.Resolution;

namespace ConfigKit.Tests.Estimation;

/// <summary>2 requests a second of 30 + 20 tokens, each 4 seconds in its slot; 1,000 tokens of KV cache, 10 sequences at most.</summary>
public sealed class QueueLoadTests
{
    /// <summary>2 × 4 = 8 requests in service; min(10, 1,000 / 50) = 10 slots; patience 4 / 10 s; 95 in 100.</summary>
    [Fact]
    public void A_stated_service_time()
    {
        var load = Of(Stated());

        Assert.Equal(8, load?.Offered);
        Assert.Equal(4, load?.Seconds);
        Assert.Equal(10, load?.Slots);
        Assert.Equal(10, load?.Step);
        Assert.Equal(0.4, load?.Patience);
        Assert.Equal(0.95, load?.Percentile);
        Assert.Equal(ErlangC.WaitExceeds(8, 10, 4, 0.4), load?.Late);
        Assert.Equal(
            "10 concurrent requests per engine: max_num_seqs 10, 1,000 KV tokens at 50 per request; time per request as stated",
            load?.Why
        );
    }

    /// <summary>Three replicas of two data ranks: 10 × 2 slots a replica, 60 in all.</summary>
    [Fact]
    public void Replicas_and_data_ranks_multiply_the_slots()
    {
        var load = Of(Stated().Divided(data: 2).WithWorkload(w => w with { Replicas = 3 }));

        Assert.Equal(20, load?.Step);
        Assert.Equal(60, load?.Slots);
    }

    [Theory]
    [InlineData(349, 6)]
    [InlineData(350, 7)]
    [InlineData(500, 10)]
    [InlineData(600, 10)]
    [InlineData(49, 1)]
    public void Slots_are_what_the_cache_holds(long tokens, long slots) => Assert.Equal(slots, Of(Stated(), tokens)?.Slots);

    [Fact]
    public void What_is_stated_holds()
    {
        var load = Of(Stated().WithWorkload(w => w with { TimeToFirstToken = TimeSpan.FromSeconds(3), Percentile = 0.5 }));

        Assert.Equal(3, load?.Patience);
        Assert.Equal(0.5, load?.Percentile);
    }

    /// <summary>The roofline: prefill and 20 steps.</summary>
    [Fact]
    public void Without_a_stated_time_the_roofline_says_it()
    {
        var d = Stated().WithWorkload(w => w with { ProcessingTime = null });
        var e = Estimator.Estimate(d);
        var load = QueueLoad.Of(d, Timed(e, prefill: 2));

        // 2 + 20 × 0.5 seconds.
        Assert.Equal(12, load?.Seconds);
        Assert.EndsWith("time per request from the roofline bound", load?.Why, StringComparison.Ordinal);
        Assert.Equal(10, QueueLoad.Of(d, Timed(e, prefill: null))?.Seconds);
        Assert.Null(QueueLoad.Of(d, e with { Performance = e.Performance with { DecodeStep = null } }));
    }

    [Fact]
    public void Without_a_rate_or_lengths_there_is_no_queue()
    {
        Assert.Null(Of(Stated().WithWorkload(w => w with { RequestsPerSecond = null })));
        Assert.Null(Of(Stated().WithWorkload(w => w with { RequestsPerSecond = 0 })));
        Assert.Null(Of(Stated().WithWorkload(w => w with { InputTokens = null })));
        Assert.Null(Of(Stated().WithWorkload(w => w with { OutputTokens = null })));
    }

    /// <summary>Of an offered load of 8 with replicas of 10 slots: one waits too long for 95 in 100, two do not.</summary>
    [Fact]
    public void Advice_in_words()
    {
        var fewest = ErlangC.SlotsFor(8, 4, 0.4, 0.95, 1);

        Assert.InRange(fewest, 11, 20);
        Assert.Equal(
            $"2 replicas (20 concurrent requests) are enough; {fewest} must be possible to keep waits short (8 on average)",
            Of(Stated())?.Advice()
        );

        var one = Of(Stated().WithStep(sequences: 20));
        Assert.Equal(
            $"1 replica (20 concurrent requests) is enough; {fewest} must be possible to keep waits short (8 on average)",
            one?.Advice()
        );
    }

    private static Deployment Stated() =>
        SmallModels
            .On("vllm", SmallModels.Dense)
            .WithWorkload(w =>
                w with
                {
                    RequestsPerSecond = 2,
                    InputTokens = 30,
                    OutputTokens = 20,
                    ProcessingTime = TimeSpan.FromSeconds(4),
                }
            );

    private static QueueLoad? Of(Deployment d, long tokens = 1000) =>
        QueueLoad.Of(d, Estimator.Estimate(d) with { KvCacheTokens = tokens });

    private static Estimate Timed(Estimate e, double? prefill) =>
        e with
        {
            KvCacheTokens = 1000,
            Performance = e.Performance with
            {
                DecodeStep = TimeSpan.FromSeconds(0.5),
                Prefill = prefill is { } s ? TimeSpan.FromSeconds(s) : null,
            },
        };
}
