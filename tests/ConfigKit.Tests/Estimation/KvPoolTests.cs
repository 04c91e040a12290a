using ConfigKit.Estimation;

namespace ConfigKit.Tests.Estimation;

public sealed class KvPoolTests
{
    /// <summary>Blocks of 16 tokens at 10 bytes each: 160 bytes a block.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 160)]
    [InlineData(16, 160)]
    [InlineData(17, 320)]
    public void A_sequence_takes_whole_blocks(long tokens, long bytes) => Assert.Equal(bytes, Pool(10, 0).SequenceBytes(tokens));

    /// <summary>⌈16 × 0.3⌉ + 7 = 5 + 7.</summary>
    [Fact]
    public void A_fixed_cost_comes_on_top_and_parts_of_bytes_are_rounded_up() => Assert.Equal(12, Pool(0.3, 7).SequenceBytes(16));

    [Theory]
    [InlineData(0, "17 tokens in blocks of 16 × 10 B")]
    [InlineData(7, "17 tokens in blocks of 16 × 10 B + 7 B per sequence, whatever its length")]
    public void A_sequence_in_words(long fixedCost, string words)
    {
        var term = Pool(10, fixedCost).Sequence(17);

        Assert.Equal(320 + fixedCost, term.Bytes);
        Assert.Equal(words, term.Formula);
    }

    /// <summary>⌊budget / 160⌋ blocks of 16.</summary>
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(159, 0)]
    [InlineData(160, 16)]
    [InlineData(479, 32)]
    public void Tokens_come_in_whole_blocks(long budget, long tokens) => Assert.Equal(tokens, Pool(10, 0).Tokens(budget, 64));

    /// <summary>One sequence of 32 tokens: 320 + 80 = 400 bytes; 1,000 bytes hold 2.5 of them, 80 tokens.</summary>
    [Fact]
    public void A_fixed_cost_is_shared_by_sequences_of_full_length() => Assert.Equal(80, Pool(10, 80).Tokens(1000, 32));

    [Fact]
    public void No_cost_per_token_holds_nothing() => Assert.Equal(0, Pool(0, 5).Tokens(1000, 32));

    [Theory]
    [InlineData(159, 100, 0)]
    [InlineData(160, 100, 16)]
    [InlineData(320, 100, 32)]
    [InlineData(1_000_000, 100, 100)]
    [InlineData(1_000_000, 0, 0)]
    public void The_longest_sequence_fills_the_budget(long budget, int limit, int tokens) =>
        Assert.Equal(tokens, Pool(10, 0).LongestThatFits(budget, limit));

    private static KvPool Pool(double perToken, long perSequence) => new(new KvCost(perToken, perSequence, () => ""), 16);
}
