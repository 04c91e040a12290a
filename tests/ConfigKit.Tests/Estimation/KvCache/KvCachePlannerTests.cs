using ConfigKit.Catalog;
using ConfigKit.Engines.Caches;
using ConfigKit.Estimation.KvCache;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>The caches of whole deployments, small enough to compute by hand: 4 layers × 2 × 2 heads × 2 values × 2 B = 64 B per token.</summary>
public sealed class KvCachePlannerTests
{
    /// <summary>A block of 16 tokens takes 1,024 B, so 10,300 B hold 10 blocks; 64 tokens take 4 of them.</summary>
    [Fact]
    public void Blocks_of_vllm()
    {
        var cache = new VllmKvCache(SmallModels.On("vllm", SmallModels.Dense));

        Assert.Null(cache.Refusal);
        Assert.Equal(64, cache.Cost(0).BytesPerToken);
        Assert.Equal("4 layers × 16 B", cache.Cost(0).Formula());
        Assert.Equal(4 * 1024, cache.Request(0, 64).Bytes);
        Assert.Equal(5 * 1024, cache.Request(0, 65).Bytes);
        var capacity = cache.Capacity([10_300], 64);
        Assert.Equal(160, capacity.Tokens);
        Assert.Equal(2.5, capacity.Sequences);
        Assert.Equal(160, cache.Longest([10_300], 1000));
        Assert.Equal(100, cache.Longest([10_300], 100));
        Assert.True(cache.Starts([4096], 64));
        Assert.False(cache.Starts([4095], 64));
    }

    /// <summary>Two layers a stage: 512 B per block; the stage with 3 blocks limits the other.</summary>
    [Fact]
    public void The_stage_with_the_fewest_blocks_limits_all()
    {
        var cache = new VllmKvCache(SmallModels.On("vllm", SmallModels.Dense).Divided(pipeline: 2));

        Assert.Equal(48, cache.Capacity([10_240, 1536], 48).Tokens);
        Assert.Equal(48, cache.Longest([10_240, 1536], 1000));
        Assert.False(cache.Starts([10_240, 1536], 49));
        Assert.True(cache.TokensOf(1, 1536) < cache.TokensOf(0, 10_240));
    }

    /// <summary>4 layers × 2 × 4 / tensor heads, at least one, × 256 values × 2 B.</summary>
    [Theory]
    [InlineData(1, 4 * 4096)]
    [InlineData(2, 4 * 2048)]
    [InlineData(8, 4 * 1024)]
    public void Full_heads_before_the_latent_was_cached(int tensor, double bytes)
    {
        var d = SmallModels
            .On("vllm", SmallModels.Experts)
            .WithArchitecture(a => a with { Attention = AttentionKind.Latent })
            .Divided(tensor);

        Assert.Equal(bytes, new VllmKvCache(d with { Engine = d.Engine with { HasLatentCache = false } }).Cost(0).BytesPerToken);
    }

    /// <summary>
    /// Of a token the compressed rows are read, 584 B for each 4 or 128 tokens, and the indexer's keys, 132 B for each 4: not the
    /// windows and states that lie in the same blocks.
    /// </summary>
    [Fact]
    public void A_step_reads_what_is_stored_of_the_context()
    {
        var a = SmallModels.Compressed with { QkRopeHeadDim = 64, IndexHeadDim = 128, IndexHeads = 1 };
        var cost = new VllmKvCache(SmallModels.On("vllm", a).WithBlock(256)).Cost(0);

        Assert.Equal((2 * (584 + 132) / 4.0) + (584 / 128.0), cost.StoredPerToken);
        Assert.True(cost.BytesPerToken > cost.StoredPerToken);
    }

    /// <summary>A block of 64 tokens has no state of ratio 128; what is refused is estimated with one that has.</summary>
    [Fact]
    public void What_is_refused_is_estimated_all_the_same()
    {
        var a = SmallModels.Compressed with { QkRopeHeadDim = 64, IndexHeadDim = 128, IndexHeads = 1 };
        var cache = new VllmKvCache(SmallModels.On("vllm", a).WithBlock(64));

        Assert.Equal(KvRefusalReason.BlockWithoutState, cache.Refusal?.Reason);
        Assert.True(cache.Capacity([1L << 30], 64).Tokens > 0);
    }

    /// <summary>Whole pages of 16 tokens × 64 B: 10,300 B hold 160 tokens; 20 tokens take two pages.</summary>
    [Fact]
    public void Pools_of_sglang()
    {
        var cache = new SglangKvCache(SmallModels.On("sglang", SmallModels.Dense).WithBlock(16));

        Assert.Equal(64, cache.Cost(0).BytesPerToken);
        Assert.Equal(2 * 16 * 64, cache.Request(0, 20).Bytes);
        Assert.Equal(160, cache.Capacity([10_300], 64).Tokens);
        Assert.Equal(2.5, cache.Capacity([10_300], 64).Sequences);
        Assert.Equal(160, cache.Longest([10_300], 1000));
        Assert.True(cache.Starts([10_300], 160));
        Assert.False(cache.Starts([10_300], 161));
        Assert.False(cache.Starts([-1], 1));
    }

    /// <summary>Stages of 2 layers: 32 B per token, in blocks of 16; the second stage has room for 2 blocks.</summary>
    [Fact]
    public void Tokens_of_other_engines()
    {
        var cache = new TokenKvCache(SmallModels.On("tensorrt-llm", SmallModels.Dense).Divided(pipeline: 2));

        Assert.Equal(32, cache.Capacity([10_240, 1030], 16).Tokens);
        Assert.Equal(1030 / 512.0, cache.Capacity([10_240, 1030], 16).Sequences);
        Assert.Equal(32, cache.Longest([10_240, 1030], 1000));
        Assert.True(cache.Starts([10_240, 1024], 32));
        Assert.False(cache.Starts([10_240, 1023], 32));
    }
}
