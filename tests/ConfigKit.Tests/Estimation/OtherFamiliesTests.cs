using ConfigKit.Catalog;
using ConfigKit.Estimation;

namespace ConfigKit.Tests.Estimation;

/// <summary>Models outside the catalogue, by the fields of their config.json and their published counts.</summary>
public sealed class OtherFamiliesTests
{
    [Theory]
    [InlineData(
        "{\"model_type\":\"llama\",\"hidden_size\":4096,\"num_hidden_layers\":32,\"num_attention_heads\":32,\"num_key_value_heads\":8,\"intermediate_size\":14336,\"vocab_size\":128256,\"max_position_embeddings\":131072}",
        8.030
    )]
    [InlineData(
        "{\"model_type\":\"mixtral\",\"hidden_size\":4096,\"num_hidden_layers\":32,\"num_attention_heads\":32,\"num_key_value_heads\":8,\"intermediate_size\":14336,\"vocab_size\":32000,\"num_local_experts\":8,\"num_experts_per_tok\":2,\"max_position_embeddings\":32768}",
        46.703
    )]
    [InlineData(
        "{\"model_type\":\"qwen3_moe\",\"hidden_size\":2048,\"num_hidden_layers\":48,\"num_attention_heads\":32,\"num_key_value_heads\":4,\"head_dim\":128,\"intermediate_size\":6144,\"moe_intermediate_size\":768,\"num_experts\":128,\"num_experts_per_tok\":8,\"decoder_sparse_step\":1,\"vocab_size\":151936,\"max_position_embeddings\":40960}",
        30.532
    )]
    [InlineData(
        "{\"model_type\":\"qwen2\",\"hidden_size\":3584,\"num_hidden_layers\":28,\"num_attention_heads\":28,\"num_key_value_heads\":4,\"intermediate_size\":18944,\"vocab_size\":152064,\"max_position_embeddings\":32768,\"tie_word_embeddings\":false}",
        7.616
    )]
    public void Parameter_count_is_the_published_one(string config, double billion)
    {
        var model = HuggingFaceConfig.Parse(config, "other", out var fault);

        Assert.Equal("", fault);
        Assert.NotNull(model);
        Assert.InRange(ModelSize.Of(model.Architecture, model.Quantization).Parameters / 1e9, billion * 0.997, billion * 1.003);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model_type\":\"bert\"}")]
    [InlineData("{\"model_type\":\"llama\",\"hidden_size\":0}")]
    [InlineData("{\"model_type\":\"llama\",\"hidden_size\":\"4096\"}")]
    public void What_is_no_such_config_is_refused_with_a_reason(string config)
    {
        Assert.Null(HuggingFaceConfig.Parse(config, "other", out var fault));
        Assert.NotEmpty(fault);
    }
}
