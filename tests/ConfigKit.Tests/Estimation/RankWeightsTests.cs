using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Tests.Estimation;

public sealed class RankWeightsTests
{
    /// <summary>
    /// bf16, 2 bytes a value. A layer: q and o 2 × 4 × 2 × 8 = 128 values, k and v 2 × 2 × 2 × 8 = 64; norms 2 × 8; MLP
    /// 3 × 12 × 8 = 288. Embedding and head 100 × 8 = 800 each, of which a rank of n holds 128 / 100 / n; final norm 8.
    /// </summary>
    [Theory]
    [InlineData(1, 4 * (128 + 64) * 2, 4 * 288 * 2, 2048)]
    [InlineData(2, 4 * (64 + 32) * 2, 4 * 144 * 2, 1024)]
    [InlineData(4, 4 * (32 + 32) * 2, 4 * 72 * 2, 512)]
    public void A_dense_model_over_tensor_ranks(int tensor, long attention, long mlp, long vocabulary)
    {
        var held = Held(SmallModels.On("vllm", SmallModels.Dense).Divided(tensor));

        Assert.Equal(attention, held[WeightGroup.Attention]);
        Assert.Equal(mlp, held[WeightGroup.DenseMlp]);
        Assert.Equal(vocabulary, held[WeightGroup.Embedding]);
        Assert.Equal(vocabulary, held[WeightGroup.OutputHead]);
        Assert.Equal((4 * 16 * 2) + (8 * 2), held[WeightGroup.Norms]);
        Assert.Equal(5, held.Count);
    }

    /// <summary>Tied: the head is the embedding.</summary>
    [Fact]
    public void A_tied_head_is_not_held_twice() =>
        Assert.DoesNotContain(
            WeightGroup.OutputHead,
            Held(SmallModels.On("vllm", SmallModels.Dense).WithArchitecture(a => a with { TieWordEmbeddings = true })).Keys
        );

    /// <summary>
    /// A layer in values: q_a 4 × 8 and kv_a 8 × 8 on each rank; q_b 4 × 5 × 4 = 80, kv_b 4 × 8 × 6 = 192 and o
    /// 8 × 4 × 5 = 160 split; norms of the small ranks 4 + 6, of the layer 16. Indexer 2 × 4 × 4 + 4 × 8 + 2 × 8 = 80
    /// values of 2 bytes and 8 of 4. W_UK and W_UV: 6 × 4 × (3 + 5) = 192 values.
    /// </summary>
    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("tensorrt-llm")]
    public void Latent_attention_over_two_ranks(string engine)
    {
        var held = Held(SmallModels.On(engine, SmallModels.Experts).Divided(tensor: 2));

        Assert.Equal(4 * (96 + 4 + 6) * 2, held[WeightGroup.AttentionReplicated]);
        Assert.Equal(4 * 432 * 2 / 2, held[WeightGroup.Attention]);
        Assert.Equal(4 * ((80 * 2) + (8 * 4)), held[WeightGroup.Indexer]);
        Assert.Equal((4 * 16 * 2) + (8 * 2), held[WeightGroup.Norms]);
        Assert.Equal(engine == "tensorrt-llm" ? 0 : 4 * 192 * 2 / 2, held.GetValueOrDefault(WeightGroup.LatentProjectionCopies));
    }

    [Fact]
    public void Full_heads_are_cached_without_copies()
    {
        var d = SmallModels.On("vllm", SmallModels.Experts);

        Assert.DoesNotContain(WeightGroup.LatentProjectionCopies, Held(d with { Engine = d.Engine with { HasLatentCache = false } }).Keys);
        Assert.DoesNotContain(WeightGroup.LatentProjectionCopies, Held(SmallModels.On("vllm", SmallModels.Dense)).Keys);
    }

    /// <summary>
    /// 3 layers × 8 experts × 3 × 4 × 8 values × 2 bytes = 4,608, by tensor ranks, in vLLM by data ranks too. Whole
    /// experts: ⌈8 / ranks⌉ of 8. The router lies whole on each: 3 × 8 × 8 × 2. The shared
    /// expert, 3 × 96 × 2 = 576 bytes 4 wide, is split over tensor ranks, 2 wide on each of three; with sequence-parallel MoE it is whole.
    /// </summary>
    [Theory]
    [InlineData("vllm", 2, 1, false, 2304, 288, "each expert split over 2 tensor ranks")]
    [InlineData("vllm", 2, 2, false, 1152, 288, "each expert split over 2 tensor ranks")]
    [InlineData("sglang", 2, 2, false, 2304, 288, "each expert split over 2 tensor ranks")]
    [InlineData("tensorrt-llm", 2, 2, false, 2304, 288, "each expert split over 2 tensor ranks")]
    [InlineData("vllm", 2, 2, true, 1152, 576, "whole experts over 4 ranks")]
    [InlineData("sglang", 2, 2, true, 2304, 288, "whole experts over 2 ranks")]
    [InlineData("vllm", 3, 1, true, 1728, 288, "whole experts over 3 ranks")]
    public void Routed_experts(string engine, int tensor, int data, bool expert, long bytes, long shared, string spread)
    {
        var d = SmallModels.On(engine, SmallModels.Experts).Divided(tensor, data: data, expert: expert);
        var term = Terms(d).Single(t => t.Group == WeightGroup.RoutedExperts);

        Assert.Equal(bytes, term.Bytes);
        Assert.Equal(4608, term.Stored);
        Assert.Equal(spread, term.Spread);
        Assert.Equal(3 * 8 * 8 * 2, Held(d)[WeightGroup.Router]);
        Assert.Equal(shared, Held(d)[WeightGroup.SharedExperts]);
    }

    /// <summary>
    /// FP4, experts 4 wide and 8 deep, each split over two ranks: 2 values are padded to the kernel's multiple w, 8 to its h.
    /// 3 layers × 8 experts × 3 × w × h × (1/2 + 1/32) bytes.
    /// </summary>
    [Theory]
    [InlineData("0.31.0", 90, null, 128, 256)]
    [InlineData("0.33.0", 90, null, 64, 8)]
    [InlineData("0.33.0", 90, "marlin", 128, 256)]
    [InlineData("0.26.0", 100, null, 256, 256)]
    [InlineData("0.33.0", 100, null, 128, 256)]
    [InlineData("0.33.0", 100, "triton", 2, 8)]
    public void Experts_in_fp4_are_padded_by_the_kernel(string release, int capability, string? backend, int width, int hidden)
    {
        var d = SmallModels.On("vllm", SmallModels.Experts).Divided(tensor: 2);
        d = d with
        {
            Engine = d.Engine with { Version = Version.Parse(release) },
            Gpu = d.Gpu with { ComputeCapability = capability },
            Quantization = d.Quantization with { Experts = WeightFormat.Mxfp4 },
            Serving = d.Serving with { MoeBackend = backend },
        };

        Assert.Equal((long)(72L * width * hidden * 0.53125), Held(d)[WeightGroup.RoutedExperts]);
        Assert.True(RankWeights.IsPaddingKnown(d));
    }

    [Fact]
    public void A_kernel_of_which_nothing_is_known_does_not_pad()
    {
        var d = SmallModels.On("sglang", SmallModels.Experts);
        d = d with { Quantization = d.Quantization with { Experts = WeightFormat.Mxfp4 } };

        Assert.Equal(1224, Held(d)[WeightGroup.RoutedExperts]);
        Assert.False(RankWeights.IsPaddingKnown(d));
    }

    [Fact]
    public void Experts_in_other_formats_are_not_padded()
    {
        var d = SmallModels.On("sglang", SmallModels.Experts);

        // NVFP4: 2,304 values × (1/2 + 1/16), two fp32 scales for each of 72 matrices.
        Assert.Equal(
            1296 + (72 * 8),
            Held(d with { Quantization = d.Quantization with { Experts = WeightFormat.Nvfp4 } })[WeightGroup.RoutedExperts]
        );
    }

    [Fact]
    public void The_first_stage_embeds_and_the_last_one_answers()
    {
        var d = SmallModels.On("vllm", SmallModels.Dense).Divided(pipeline: 2);
        var (first, last) = (Held(d, 0), Held(d, 1));

        Assert.Equal(2048, first[WeightGroup.Embedding]);
        Assert.DoesNotContain(WeightGroup.OutputHead, first.Keys);
        Assert.DoesNotContain(WeightGroup.Embedding, last.Keys);
        Assert.Equal(2048, last[WeightGroup.OutputHead]);
        Assert.Equal(2 * 288 * 2, first[WeightGroup.DenseMlp]);
        Assert.Equal(2 * 288 * 2, last[WeightGroup.DenseMlp]);
    }

    /// <summary>Layers 0 and 1 hold the dense layer and one with experts, layers 2 and 3 experts alone.</summary>
    [Fact]
    public void A_stage_holds_its_own_layers()
    {
        var d = SmallModels.On("vllm", SmallModels.Experts).Divided(pipeline: 2);

        Assert.Equal(1536, Held(d, 0)[WeightGroup.RoutedExperts]);
        Assert.Equal(3072, Held(d, 1)[WeightGroup.RoutedExperts]);
        Assert.DoesNotContain(WeightGroup.DenseMlp, Held(d, 1).Keys);
    }

    /// <summary>
    /// A drafting layer in values: attention 106 + 432, norms 16, indexer 80 and 8 of 4 bytes, router 64, experts 768, shared
    /// expert 96, projection 2 × 8 × 8 = 128, three norms 24, W_UK and W_UV 192. The embedding once more where it lies elsewhere.
    /// </summary>
    [Theory]
    [InlineData("Mtp", 1, ((106 + 432 + 16 + 80 + 64 + 768 + 96 + 128 + 24 + 192) * 2) + 32)]
    [InlineData("Mtp", 2, ((106 + 432 + 16 + 80 + 64 + 768 + 96 + 128 + 24 + 192) * 2) + 32 + 2048)]
    [InlineData("Ngram", 1, 0)]
    public void The_drafting_layer_lies_on_the_last_stage(string method, int pipeline, long bytes)
    {
        var d = SmallModels.On("vllm", SmallModels.Experts).Divided(pipeline: pipeline).WithDrafts(method);

        Assert.Equal(bytes, Drafts(d, pipeline - 1));
        Assert.Equal(pipeline == 1 ? bytes : 0, Drafts(d, 0));
    }

    [Fact]
    public void A_checkpoint_without_a_drafting_layer_drafts_without_one() =>
        Assert.Equal(
            0,
            Drafts(SmallModels.On("vllm", SmallModels.Experts).WithArchitecture(a => a with { MtpLayers = 0 }).WithDrafts("Mtp"), 0)
        );

    /// <summary>Tables of 10 and 20 rows of 32 values and one scale, 8 hash heads over 2 ranks, in the layers that use them.</summary>
    [Theory]
    [InlineData("Gpu", false, false, 0, 0)]
    [InlineData("Host", false, false, 165 + 330, 256 + 8 + 512 + 16)]
    [InlineData("Host", true, false, 165 + 330, 165 + 330)]
    [InlineData("Host", false, true, 165 + 330, 165 + 330)]
    public void Engram_tables_are_where_the_engine_puts_them(string placement, bool shared, bool huge, long host, long allocated)
    {
        var d = SmallModels
            .On("vllm", SmallModels.Dense)
            .WithArchitecture(a =>
                a with
                {
                    EngramEmbeddings = [10, 20],
                    EngramLayers = [0, 1],
                    EngramHeadDim = 32,
                    EngramHeads = 4,
                    EngramMaxNgram = 3,
                    HcMult = 1,
                }
            )
            .Divided(tensor: 2);
        var engram = d.Serving.Engram with
        {
            Placement = new(Enum.Parse<EngramPlacement>(placement), ""),
            SharedMemory = new(shared, ""),
            TransparentHugepages = new(huge, ""),
        };
        var table = Terms(d with { Serving = d.Serving with { Engram = engram } }).Single(t => t.Group == WeightGroup.EngramTables);

        Assert.Equal(165 + 330, table.Bytes);
        Assert.Equal(host, table.IsOnGpu ? 0 : table.Bytes);
        Assert.Equal(allocated, table.IsOnGpu ? 0 : table.AllocatedBytes);
    }

    [Theory]
    [InlineData("Attention", "1.5 KiB × 0.5: split over 2 ranks")]
    [InlineData("DenseMlp", "2.3 KiB × 0.5: split over 2 tensor ranks")]
    [InlineData("Embedding", "1.6 KiB × 0.64: vocabulary, padded to 64, split over 2 ranks, bf16")]
    [InlineData("Norms", "144 B × 1: copied to every rank")]
    public void Words_of_a_term(string group, string formula)
    {
        var terms = Terms(SmallModels.On("vllm", SmallModels.Dense).Divided(tensor: 2));

        Assert.Equal(formula, terms.Single(t => t.Group.ToString() == group).Formula);
    }

    private static Dictionary<WeightGroup, long> Held(Deployment d, int stage = 0) =>
        Terms(d, stage).Where(t => !t.IsDraft).ToDictionary(t => t.Group, t => t.Bytes);

    private static long Drafts(Deployment d, int stage) => Terms(d, stage).Where(t => t.IsDraft).Sum(t => t.Bytes);

    private static IEnumerable<WeightTerm> Terms(Deployment d, int stage = 0) =>
        RankWeights.OfStage(d, stage, new ModelWeights(d.Model.Architecture, d.Quantization));
}
