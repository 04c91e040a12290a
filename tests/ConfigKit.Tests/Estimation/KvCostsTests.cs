using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Model;

namespace ConfigKit.Tests.Estimation;

public sealed class KvCostsTests
{
    /// <summary>4 layers × 2 × heads × 2 values × bytes of a value; of 2 heads at least one lies on a rank.</summary>
    [Theory]
    [InlineData(1, "bf16", 64, "4 layers × 2 × 2 heads × 2 values of bf16")]
    [InlineData(2, "fp16", 32, "4 layers × 2 × 1 heads × 2 values of fp16")]
    [InlineData(4, "auto", 32, "4 layers × 2 × 1 heads × 2 values of auto")]
    [InlineData(2, "fp8", 16, "4 layers × 2 × 1 heads × 2 values of fp8")]
    [InlineData(2, "fp8_e5m2", 16, "4 layers × 2 × 1 heads × 2 values of fp8_e5m2")]
    [InlineData(2, "nvfp4", 9, "4 layers × 2 × 1 heads × 2 values of nvfp4")]
    public void Grouped_heads(int tensor, string kind, double bytes, string words)
    {
        var d = SmallModels.On("tensorrt-llm", SmallModels.Dense).Divided(tensor).WithCache(Kind(kind));
        var cost = KvCosts.OfStage(d, 0);

        Assert.Equal(bytes, cost.BytesPerToken);
        Assert.Equal(0, cost.BytesPerSequence);
        Assert.Equal(words, cost.Formula());
    }

    /// <summary>
    /// bf16: (6 + 2) × 2 + 132 = 148 a layer. fp8: 8 + 132 = 140. fp8_ds_mla: 6 + 16 of scales + 2 × 2 + 132 = 158.
    /// Each whole on a rank, however many there are.
    /// </summary>
    [Theory]
    [InlineData("bf16", 4 * 148)]
    [InlineData("fp8", 4 * 140)]
    [InlineData("fp8_ds_mla", 4 * 158)]
    public void The_latent_with_the_indexer(string kind, double bytes)
    {
        var d = SmallModels.On("tensorrt-llm", SmallModels.Experts).Divided(tensor: 4).WithCache(Kind(kind));
        var cost = KvCosts.OfStage(d, 0);

        Assert.Equal(bytes, cost.BytesPerToken);
        Assert.Equal($"4 layers × (6 + 2) values of {kind} + 132 B for the indexer, copied to every tensor rank", cost.Formula());
    }

    /// <summary>4 × (6 + 2) × 2 = 64, by two ranks that share a context.</summary>
    [Fact]
    public void The_latent_alone_shared_by_ranks()
    {
        var d = SmallModels
            .On("vllm", SmallModels.Experts)
            .WithArchitecture(a => a with { Attention = AttentionKind.Latent })
            .Divided(tensor: 2, context: 2);
        var cost = KvCosts.OfStage(d, 0);

        Assert.Equal(32, cost.BytesPerToken);
        Assert.Equal("4 layers × (6 + 2) values of bf16, copied to every tensor rank / 2 ranks that share it", cost.Formula());
    }

    /// <summary>Two layers of 148 bytes a stage, and one more where tokens are drafted: on the last stage, with MTP alone.</summary>
    [Theory]
    [InlineData("Mtp", 1, 0, 2 * 148)]
    [InlineData("Mtp", 1, 1, 3 * 148)]
    [InlineData("Mtp", 2, 1, 3 * 148)]
    [InlineData("Mtp", 0, 1, 2 * 148)]
    [InlineData("Ngram", 1, 1, 2 * 148)]
    public void The_drafting_layer_caches_on_the_last_stage(string method, int mtpLayers, int stage, double bytes)
    {
        var d = SmallModels
            .On("tensorrt-llm", SmallModels.Experts)
            .WithArchitecture(a => a with { MtpLayers = mtpLayers })
            .Divided(pipeline: 2);

        Assert.Equal(bytes, KvCosts.OfStage(d.WithDrafts(method), stage).BytesPerToken);
    }

    /// <summary>Ratios 0, 4, 128, 4: 2 × (584 + 132) / 4 + 584 / 128 = 362.5625.</summary>
    [Fact]
    public void Compressed_states()
    {
        var cost = KvCosts.OfStage(SmallModels.On("tensorrt-llm", SmallModels.Compressed), 0);

        Assert.Equal(362.5625, cost.BytesPerToken);
        Assert.Equal("4 layers by their compression ratios, 584 B per state of 4 tokens", cost.Formula());
    }

    /// <summary>
    /// Each of 4 layers: ⌈(127 + tokens) / 256⌉ + 1 pages, at most 8, of 256 × 584 = 149,504 bytes. Compressors: twice
    /// 8 × (4 × 2) × (2 × 512) = 65,536 and once 8 × 128 × 512 = 524,288: 655,360.
    /// </summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(129, 2)]
    [InlineData(130, 3)]
    [InlineData(1665, 8)]
    [InlineData(1666, 8)]
    [InlineData(8192, 8)]
    public void Windows_and_compressors_of_a_sequence(int tokens, int pages)
    {
        var d = SmallModels.On("tensorrt-llm", SmallModels.Compressed).WithStep(tokens);

        Assert.Equal((4L * pages * 149_504) + 655_360, KvCosts.OfStage(d, 0).BytesPerSequence);
    }

    /// <summary>Layer 1: (584 + 132) / 4 = 179; layers 2 and 3: 584 / 128 = 4.5625 more; a layer beyond the list has a window alone.</summary>
    [Fact]
    public void A_stage_holds_the_states_of_its_own_layers()
    {
        var d = SmallModels.On("tensorrt-llm", SmallModels.Compressed).Divided(pipeline: 2);

        Assert.Equal(179, KvCosts.OfStage(d, 0).BytesPerToken);
        Assert.Equal(183.5625, KvCosts.OfStage(d, 1).BytesPerToken);
        Assert.Equal(4.5625, KvCosts.OfStage(d.WithArchitecture(a => a with { CompressRatios = [0, 4, 128] }), 1).BytesPerToken);
    }

    /// <summary>V4.1: 890 bytes a token over the source layers, and no compressors: 4 windows of 2 pages.</summary>
    [Fact]
    public void Source_layers_alone_store_states()
    {
        var d = SmallModels
            .On("tensorrt-llm", SmallModels.Compressed)
            .WithArchitecture(a => a with { KvSourceLayers = [1, 3] })
            .WithStep(1);
        var cost = KvCosts.OfStage(d, 0);

        Assert.Equal(890, cost.BytesPerToken);
        Assert.Equal(4L * 2 * 149_504, cost.BytesPerSequence);
        Assert.Equal(445, KvCosts.OfStage(d.Divided(pipeline: 2), 1).BytesPerToken);
    }

    private static KvCacheDtypeKind Kind(string name) => ServingSection.KvCacheDtypes.Single(k => k.Name == name).Value;
}
