using ConfigKit.Catalog;
using ConfigKit.Engines;
using ConfigKit.Engines.Caches;
using ConfigKit.Estimation.KvCache;

namespace ConfigKit.Tests.Estimation.KvCache;

/// <summary>SGLang's pools follow from config.json and the release, not from the model's name.</summary>
public sealed class SglangPoolTests
{
    private static readonly string Rows = File.ReadAllText(
        Path.Combine(Repository.Root, "tests/ConfigKit.Tests/Estimation/KvCache/sglang-rows.json")
    );

    [Fact]
    public void Rows_of_the_engine_are_exact() => SglangPoolAssert.Exact(Rows);

    [Fact]
    public void One_layer_more_is_one_row_more() =>
        Assert.Equal(62 * (512 + 64) * 2, Pools(EditedConfig.Of("DeepSeek-V3", c => c["num_hidden_layers"] = 62)).BytesPerToken);

    [Fact]
    public void A_shorter_latent_is_a_shorter_row() =>
        Assert.Equal(61 * (256 + 64) * 2, Pools(EditedConfig.Of("DeepSeek-V3", c => c["kv_lora_rank"] = 256)).BytesPerToken);

    [Fact]
    public void Another_layer_of_V4_adds_window_states_and_keys()
    {
        var model = EditedConfig.Of(
            "DeepSeek-V4-Flash",
            c =>
            {
                c["num_hidden_layers"] = 44;
                c["compress_ratios"]!.AsArray()[43] = 4;
            }
        );

        // A tenth of the windows (585 B a row in 44 layers, a ring of 8 states for a page in 22), then rows and keys of ratio 4 and 128.
        var windows = (585 * 44) + (8 / 256.0 * (8_192 + 2_048) * 22);
        Assert.Equal((0.1 * windows) + (22 * ((585 + 132) / 4.0)) + (20 * (864 / 128.0)), Pools(model).BytesPerToken, 6);
    }

    /// <summary>0.4.3, server_args.py: by the number of tensor ranks alone.</summary>
    [Theory]
    [InlineData(1, 0.88)]
    [InlineData(2, 0.87)]
    [InlineData(4, 0.85)]
    [InlineData(7, 0.85)]
    [InlineData(8, 0.81)]
    [InlineData(15, 0.81)]
    [InlineData(16, 0.79)]
    public void Early_releases_take_a_share_by_ranks(int tensor, double fraction)
    {
        var request = Request(Models.Find("deepseek-ai/DeepSeek-V3")!.Architecture, "0.4.3") with { Tensor = tensor };

        Assert.Equal(fraction, SglangCacheChoice.Settings(request, SglangCacheRules.Of("0.4.3")).MemoryFraction);
    }

    private static SglangCacheRequest Request(ModelArchitecture model, string release) =>
        new()
        {
            Release = EngineCatalog.Release(EngineList.All.First(e => e.Name == "sglang"), release, out _),
            Model = model,
            MemoryMib = 143_771,
            Capability = 90,
            Tensor = 8,
        };

    private static SglangPools Pools(ModelArchitecture model)
    {
        var request = Request(model, "0.5.23");
        var settings = SglangCacheChoice.Resolve(request, out _)!;
        return SglangPoolPlanner.Plan(
            new()
            {
                Request = request,
                Settings = settings,
                Layers = model.NumHiddenLayers,
                Bytes = 20L << 30,
            }
        );
    }
}
