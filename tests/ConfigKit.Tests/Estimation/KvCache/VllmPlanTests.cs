using System.Text.Json.Nodes;
using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Engines.Caches;
using ConfigKit.Estimation.KvCache;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>vLLM's plan follows from config.json and the release, not from the model's name.</summary>
public sealed class VllmPlanTests
{
    private const int Length = 131_072;

    // Two steps of 8,192 tokens each, in flight at once.
    private const long InFlight = 16_384;

    private static readonly string Rows = File.ReadAllText(
        Path.Combine(Repository.Root, "tests/ConfigKit.Tests/Estimation/KvCache/vllm-rows.json")
    );

    [Fact]
    public void Rows_of_the_engine_are_exact() => VllmPlanAssert.Exact(Rows);

    [Fact]
    public void Our_own_choice_is_the_engines_on_Hopper() => VllmPlanAssert.SameChoice(Rows);

    [Fact]
    public void One_layer_more_adds_its_pages()
    {
        // The draft's entry of compress_ratios becomes a layer of ratio 4: 22 of ratio 4 and 20 of ratio 128.
        var model = EditedConfig.Of(
            "DeepSeek-V4-Flash",
            c =>
            {
                c["num_hidden_layers"] = 44;
                c["compress_ratios"]!.AsArray()[43] = 4;
            }
        );
        var plan = Plan(model);

        Assert.Equal((22 * (37_440 + 8_640)) + (20 * 1_728), plan.Stages[0].BlockBytes);
        Assert.Equal(V4Blocks(window: 128) * plan.Stages[0].BlockBytes, plan.RequestBytes);
    }

    [Fact]
    public void A_wider_window_takes_more_blocks()
    {
        var plan = Plan(EditedConfig.Of("DeepSeek-V4-Flash", c => c["sliding_window"] = 256));

        Assert.Equal((21 * (37_440 + 8_640)) + (20 * 1_728), plan.Stages[0].BlockBytes);
        Assert.Equal(V4Blocks(window: 256) * plan.Stages[0].BlockBytes, plan.RequestBytes);
    }

    [Fact]
    public void Another_ratio_changes_what_a_layer_stores()
    {
        // Layer 3 compresses 4 tokens instead of 128.
        var plan = Plan(EditedConfig.Of("DeepSeek-V4-Flash", c => c["compress_ratios"]!.AsArray()[3] = 4));

        Assert.Equal((22 * (37_440 + 8_640)) + (19 * 1_728), plan.Stages[0].BlockBytes);
        Assert.Equal(V4Blocks(window: 128) * plan.Stages[0].BlockBytes, plan.RequestBytes);
    }

    [Fact]
    public void A_shorter_latent_is_a_shorter_row()
    {
        var plan = Plan(EditedConfig.Of("DeepSeek-V3", c => c["kv_lora_rank"] = 256), block: 16, dtype: KvCacheDtypeKind.Auto);

        Assert.Equal(61L * 16 * (256 + 64) * 2, plan.Stages[0].BlockBytes);
        Assert.Equal(Length / 16 * plan.Stages[0].BlockBytes, plan.RequestBytes);
    }

    [Fact]
    public void A_shorter_indexer_key_is_a_shorter_row()
    {
        var plan = Plan(EditedConfig.Of("DeepSeek-V3.2", c => c["index_head_dim"] = 64), block: 64);

        // The latent in fp8 with four fp32 scales, 64 rotary values in bf16; a key in fp8 with one fp32 scale.
        Assert.Equal(61L * 64 * (512 + 16 + 128 + 64 + 4), plan.Stages[0].BlockBytes);
    }

    [Fact]
    public void Sixteen_heads_are_divided_over_tensor_ranks()
    {
        var model = EditedConfig.Of("DeepSeek-R1-Distill-Llama-8B", c => c["num_key_value_heads"] = 16);
        var plan = Plan(model, block: 16, dtype: KvCacheDtypeKind.Auto, tensor: 2);

        Assert.Equal(32L * 16 * 2 * 8 * 128 * 2, plan.Stages[0].BlockBytes);
    }

    [Fact]
    public void One_more_source_layer_widens_the_block_and_its_window_groups()
    {
        var model = EditedConfig.Of("DeepSeek-V4.1-Flash", c => c["kv_source_layer_ids"] = JsonNode.Parse("[2, 8, 14, 20, 26]"));
        var plan = Plan(model, block: 64);

        // Three sources of ratio 2 and two of ratio 1; eight window pages of 19,008 B go into such a block, so five groups of windows.
        Assert.Equal((3 * (19_008 + 4_608)) + (2 * (37_440 + 8_640)), plan.Stages[0].BlockBytes);
        Assert.Equal((Length / 64) + (5 * (Ceiling(127 + InFlight, 32) + 1)) + 1, plan.Stages[0].RequestBlocks(Length));
    }

    [Theory]
    [InlineData("0.25.1", 8_192)]
    [InlineData("0.26.0", 16_384)]
    [InlineData("0.33.0", 16_384)]
    public void A_release_counts_its_tokens_in_flight(string release, long tokens) =>
        Assert.Equal(
            tokens,
            Input(Models.Find("deepseek-ai/DeepSeek-V4-Flash")!.Architecture, 256, KvCacheDtypeKind.Fp8DsMla, 1, release).TokensInFlight
        );

    [Fact]
    public void Real_hosts_with_FlashInfer_take_its_blocks()
    {
        // The tables were made without FlashInfer, whose backend comes first on SM100.
        var vllm = EngineList.All.First(e => e.Name == "vllm");
        var request = new VllmCacheRequest
        {
            Release = EngineCatalog.Release(vllm, "0.33.0", out _),
            Model = Models.Find("deepseek-ai/DeepSeek-R1")!.Architecture,
            MemoryGib = 180,
            Capability = 100,
        };

        Assert.Equal(32, VllmCacheChoice.Resolve(request, out _)!.BlockSize);
        Assert.Equal(128, VllmCacheChoice.Resolve(request with { Backend = "CUTLASS_MLA" }, out _)!.BlockSize);
    }

    /// <summary>Blocks of a request of V4: context, two groups of windows, states of ratio 4 and of ratio 128.</summary>
    private static long V4Blocks(int window) =>
        (Length / 256) + (2 * (Ceiling(window - 1 + InFlight, 64) + 1)) + Ceiling(7 + InFlight, 4) + 1 + Ceiling(127 + InFlight, 8) + 1;

    private static long Ceiling(long value, long divisor) => (value + divisor - 1) / divisor;

    private static VllmKvPlan Plan(
        ModelArchitecture model,
        int block = 256,
        KvCacheDtypeKind dtype = KvCacheDtypeKind.Fp8DsMla,
        int tensor = 1
    ) => VllmKvPlanner.Plan(Input(model, block, dtype, tensor, "0.33.0"), [60L << 30]);

    private static KvPlanInput Input(ModelArchitecture model, int block, KvCacheDtypeKind dtype, int tensor, string release) =>
        new()
        {
            Model = model,
            Rules = VllmCacheRules.Of(release),
            Settings = new()
            {
                CacheDtype = dtype,
                BlockSize = block,
                MaxModelLen = Length,
                MaxNumSeqs = 1024,
                MaxNumBatchedTokens = 8192,
                AsyncScheduling = true,
                SecondRunner = true,
            },
            Tensor = tensor,
            StageLayers = LayoutResolver.Split(model.NumHiddenLayers, 1),
            Capability = 90,
        };
}
