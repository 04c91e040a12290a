using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Tests.Estimation;

/// <summary>
/// A stage of 3,000 bytes of weights, 1,000 of them experts, and 2 bytes of KV cache a token; 1,000 bytes/s of memory,
/// 500 FLOP/s in bf16, 100 bytes/s to a neighbour; a token touches 5 parameters.
/// </summary>
public sealed class RooflineTests
{
    [Fact]
    public void Distinct_experts_follow_the_birthday_formula()
    {
        Assert.Equal(8, Roofline.DistinctExperts(256, 8, 1), 9);

        // 8 × (1 − (3/4)²) = 3.5.
        Assert.Equal(3.5, Roofline.DistinctExperts(8, 2, 2), 9);
        Assert.InRange(Roofline.DistinctExperts(256, 8, 10_000), 255.99, 256);
    }

    /// <summary>1,024 + 0 tokens of context: (2,000 + 1,000 × 0 + 1 × 1,024 × 2) / 1,000 = 4.048 s; 2 × 5 × 1 / 500 is less.</summary>
    [Fact]
    public void A_dense_model_reads_weights_and_cache()
    {
        var bound = Bound(SmallModels.On("vllm", SmallModels.Dense));

        Assert.Equal(4.048, Seconds(bound.Work), 6);
        Assert.Equal(4.048, Seconds(bound.DecodeStep), 6);
        Assert.Equal(1 / 4.048, bound.TokensPerSecondPerUser ?? 0, 6);
        Assert.Equal(1 / 4.048, bound.TokensPerSecond ?? 0, 6);

        // 2 × 5 × 1,024 / 500.
        Assert.Equal(20.48, Seconds(bound.Prefill), 6);
        Assert.Equal(1, bound.Concurrency);
        Assert.Equal(1024, bound.ContextTokens);
    }

    /// <summary>
    /// Two sequences of 100 + 50 / 2 tokens: experts 1,000 × 3.5 / 8 = 437.5; 2,000 + 437.5 + 2 × 125 × 2 = 2,937.5.
    /// </summary>
    [Fact]
    public void Experts_that_the_tokens_hit_are_read()
    {
        var d = Loaded(SmallModels.On("vllm", SmallModels.Experts), 2);
        var bound = Bound(d);

        Assert.Equal(2.9375, Seconds(bound.Work), 6);
        Assert.Equal(125, bound.ContextTokens);
        Assert.Equal(1 / 2.9375, bound.TokensPerSecondPerUser ?? 0, 6);
        Assert.Equal(2 / 2.9375, bound.TokensPerSecond ?? 0, 6);
    }

    /// <summary>Four sequences over two data ranks: 2 on each: 2,000 + 2 × 125 × 2 = 2,500; a rank holds one at least.</summary>
    [Theory]
    [InlineData(4, 2.5)]
    [InlineData(1, 2.25)]
    public void Data_ranks_share_the_sequences(int concurrency, double seconds) =>
        Assert.Equal(seconds, Seconds(Bound(Loaded(SmallModels.On("vllm", SmallModels.Dense).Divided(data: 2), concurrency)).Work), 6);

    /// <summary>Each stage reads its own 2,000 + 2 × 125 × 2 bytes, one after the other; both stages work at once.</summary>
    [Fact]
    public void Stages_work_one_after_another()
    {
        var d = Loaded(SmallModels.On("vllm", SmallModels.Dense).Divided(pipeline: 2), 2);
        var bound = Bound(d);

        Assert.Equal(5, Seconds(bound.Work), 6);
        Assert.Equal(0.2, bound.TokensPerSecondPerUser ?? 0, 6);
        Assert.Equal(2 / 5.0 * 2, bound.TokensPerSecond ?? 0, 6);
    }

    /// <summary>
    /// 2 × 5 × 1,000 = 10,000 operations over one GPU at the precision's rate; reading takes (2,000 + 1,000 × 2) / 1,000 = 4 s.
    /// </summary>
    [Theory]
    [InlineData("bf16", 20)]
    [InlineData("fp16", 25)]
    [InlineData("fp8", 10)]
    [InlineData("int8", 100 / 9.0)]
    [InlineData("int4", 20)]
    [InlineData("nvfp4", 5)]
    [InlineData("mxfp4", 5)]
    public void Operations_take_the_rate_of_the_precision(string precision, double seconds)
    {
        var d = Counted(precision);

        Assert.Equal(seconds, Seconds(Bound(d).Work), 6);

        // Two tensor ranks do half each.
        Assert.Equal(Math.Max(4, seconds / 2), Seconds(Bound(d.Divided(tensor: 2)).Work), 6);
    }

    /// <summary>A GPU without the format computes in the next wider one that it has.</summary>
    [Theory]
    [InlineData("nvfp4", 10, 25)]
    [InlineData("fp8", 20, 25)]
    [InlineData("int8", 20, 25)]
    public void A_missing_rate_is_that_of_the_next_format(string precision, double seconds, double withoutBf16)
    {
        var d = Counted(precision);
        d = precision switch
        {
            "nvfp4" => d with { Gpu = d.Gpu with { Fp4Flops = null } },
            "fp8" => d with { Gpu = d.Gpu with { Fp8Flops = null } },
            _ => d with { Gpu = d.Gpu with { Int8Flops = null } },
        };
        Assert.Equal(seconds, Seconds(Bound(d).Work), 6);

        d = d with { Gpu = d.Gpu with { Fp8Flops = null, Bf16Flops = null } };
        Assert.Equal(withoutBf16, Seconds(Bound(d).Work), 6);

        // With no rate known reading alone counts: (2,000 + 1,000 × 2) / 1,000.
        var bound = Bound(d with { Gpu = d.Gpu with { Fp16Flops = null } });
        Assert.Equal(4, Seconds(bound.Work), 6);
        Assert.Null(bound.Prefill);
    }

    [Fact]
    public void Without_the_bandwidth_of_memory_there_is_no_bound()
    {
        var d = SmallModels.On("vllm", SmallModels.Dense);
        var bound = Bound(d with { Gpu = d.Gpu with { MemoryBandwidth = null } });

        Assert.Null(bound.Work);
        Assert.Null(bound.DecodeStep);
        Assert.Null(bound.Prefill);
        Assert.Null(bound.TokensPerSecond);
        Assert.Null(bound.TokensPerSecondPerUser);
    }

    /// <summary>Tokens of a step: as stated, else one and those that are drafted.</summary>
    [Theory]
    [InlineData(null, 0, 1)]
    [InlineData(null, 3, 4)]
    [InlineData(2.5, 3, 2.5)]
    public void Accepted_tokens_multiply_the_rate(double? accepted, int drafted, double factor)
    {
        var d = Loaded(SmallModels.On("vllm", SmallModels.Dense), 2).WithWorkload(w => w with { AcceptanceLength = accepted });
        var bound = Bound(drafted > 0 ? d.WithDrafts("Mtp", drafted) : d);

        Assert.Equal(factor / 2.5, bound.TokensPerSecondPerUser ?? 0, 6);
        Assert.Equal(2 * factor / 2.5, bound.TokensPerSecond ?? 0, 6);
    }

    /// <summary>
    /// Two tokens have 2 × 8 × 2 = 32 bytes of hidden states. All-reduces: 2 a layer × 4 layers × 2 × (n − 1) / n × 32.
    /// Over 100 bytes/s they take longer than the work.
    /// </summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2 * 4 * 2 * 32 / 2)]
    [InlineData(4, 2 * 4 * 2 * 3 * 32 / 4)]
    public void Tensor_ranks_add_up_over_the_link(int tensor, double bytes)
    {
        var bound = Bound(Loaded(SmallModels.On("vllm", SmallModels.Dense).Divided(tensor), 2));

        Assert.Equal(bytes, bound.LinkBytesPerStep, 6);
        Assert.Equal(0, bound.NetworkBytesPerStep);
        Assert.Equal(Math.Max(2.5, bytes / 100), Seconds(bound.DecodeStep), 6);
        Assert.Equal(2.5, Seconds(bound.Work), 6);
    }

    [Fact]
    public void A_link_of_unknown_rate_does_not_bound()
    {
        var d = Loaded(SmallModels.On("vllm", SmallModels.Dense).Divided(4), 2);

        Assert.Equal(2.5, Seconds(Bound(d with { IntraNodeBandwidth = null }).DecodeStep), 6);
    }

    /// <summary>
    /// All-reduces 2 × 4 × 2 × 1 / 2 × 32 = 256. Whole experts over 2 ranks: dispatch and combine 2 × 3 layers × 1 / 2 ×
    /// 32 × 2 experts / 2 tensor ranks = 96 more.
    /// </summary>
    [Theory]
    [InlineData(false, 256)]
    [InlineData(true, 256 + 96)]
    public void Tokens_go_to_their_experts_over_the_link(bool expert, double bytes) =>
        Assert.Equal(bytes, Bound(Loaded(SmallModels.On("vllm", SmallModels.Experts).Divided(2, expert: expert), 2)).LinkBytesPerStep, 6);

    /// <summary>Data ranks alone: hidden states 32 / 2; experts over 2 ranks: 2 × 3 × 1 / 2 × 16 × 2 / 1 = 96.</summary>
    [Fact]
    public void Data_ranks_send_their_own_tokens() =>
        Assert.Equal(96, Bound(Loaded(SmallModels.On("vllm", SmallModels.Experts).Divided(data: 2, expert: true), 2)).LinkBytesPerStep, 6);

    /// <summary>A dense model has no experts to go to, whatever is stated.</summary>
    [Fact]
    public void A_dense_model_dispatches_nothing() =>
        Assert.Equal(256, Bound(Loaded(SmallModels.On("vllm", SmallModels.Dense).Divided(2, expert: true), 2)).LinkBytesPerStep, 6);

    /// <summary>Two nodes of 2 GPUs: stages hand on 32 bytes; the 8 GPUs of a node bound the ring within it.</summary>
    [Fact]
    public void Stages_hand_on_hidden_states()
    {
        var bound = Bound(Nodes(SmallModels.On("vllm", SmallModels.Dense).Divided(2, pipeline: 2)));

        Assert.Equal(32, bound.NetworkBytesPerStep, 6);

        // Over 2 bytes/s of network.
        Assert.Equal(16, Seconds(bound.DecodeStep), 6);
    }

    /// <summary>Tensor ranks over both nodes: 2 × 4 layers × 2 × 1 / 2 × 32 = 256; the ring of a node has its own 2 ranks.</summary>
    [Fact]
    public void Tensor_ranks_across_nodes_add_up_over_the_network()
    {
        var bound = Bound(Nodes(SmallModels.On("vllm", SmallModels.Dense).Divided(4)));

        Assert.Equal(256, bound.NetworkBytesPerStep, 6);
        Assert.Equal(256, bound.LinkBytesPerStep, 6);
    }

    /// <summary>
    /// Whole experts over 4 ranks of 2 nodes: 2 × 3 layers × 1 / 2 remote × 32 × 2 experts / 2 nodes = 96. Within a node:
    /// tensor 2 × 4 × 2 / 2 × 16 = 128 and experts 2 × 3 × 1 / 2 × 16 × 2 / 2 = 48.
    /// </summary>
    [Fact]
    public void Tokens_go_to_their_experts_over_the_network()
    {
        var bound = Bound(Nodes(SmallModels.On("vllm", SmallModels.Experts).Divided(2, data: 2, expert: true)));

        Assert.Equal(96, bound.NetworkBytesPerStep, 6);
        Assert.Equal(128 + 48, bound.LinkBytesPerStep, 6);
    }

    /// <summary>As many ranks as a node has GPUs stay within it.</summary>
    [Fact]
    public void Ranks_of_one_node_send_nothing_over_the_network() =>
        Assert.Equal(0, Bound(Nodes(SmallModels.On("vllm", SmallModels.Experts).Divided(2, expert: true))).NetworkBytesPerStep);

    [Theory]
    [InlineData(8, 1, false, 1, true)]
    [InlineData(9, 1, false, 1, false)]
    [InlineData(16, 1, false, 1, false)]
    [InlineData(8, 2, false, 1, false)]
    [InlineData(8, 1, true, 1, false)]
    [InlineData(8, 1, false, 2, false)]
    public void The_bound_was_held_against_one_node_of_8_tensor_ranks(int tensor, int data, bool attention, int nodes, bool verified)
    {
        var d = SmallModels.On("sglang", SmallModels.Experts).Divided(tensor, data: data, attention: attention);

        Assert.Equal(verified, Bound(d with { Nodes = nodes }).IsVerified);
    }

    private static Deployment Loaded(Deployment d, int concurrency) =>
        d.WithWorkload(w => w with { Concurrency = concurrency, InputTokens = 100, OutputTokens = 50 });

    private static Deployment Nodes(Deployment d) =>
        Loaded(d, 2) with
        {
            Nodes = 2,
            GpusPerNode = new(2, ""),
            Network = d.Network with { NicsPerNode = new(1, ""), PortBandwidth = 2 },
        };

    private static Deployment Counted(string precision) =>
        SmallModels.On("vllm", SmallModels.Dense).WithWorkload(w => w with { Concurrency = 1000, InputTokens = 1, OutputTokens = 0 }) with
        {
            Precision = ModelSection.Precisions.Single(p => p.Name == precision).Value,
            IntraNodeBandwidth = null,
        };

    private static PerformanceBound Bound(Deployment d) =>
        Roofline.Of(
            d,
            new StageEstimate(0, 4, [new(WeightGroup.DenseMlp, 2000, 0, ""), new(WeightGroup.RoutedExperts, 1000, 0, "")])
            {
                Kv = new KvCost(2, 0, () => ""),
                KvBudget = new EngineBudget(SmallModels.Of("vllm"), 0, 0).KvCache(0, 0),
            },
            5
        );

    private static double Seconds(TimeSpan? time) => time?.TotalSeconds ?? double.NaN;
}
