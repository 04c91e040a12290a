using ConfigKit.Catalog;
using ConfigKit.Model;

namespace ConfigKit.Tests.Catalog;

/// <summary>A user's config.json is read leniently: it has fields that are none of ours, and sometimes other types.</summary>
public sealed class HuggingFaceConfigTests
{
    private const string Llama =
        "\"model_type\": \"llama\", \"intermediate_size\": 14336, \"hidden_size\": 4096, \"num_hidden_layers\": 32, \"num_attention_heads\": 32, \"vocab_size\": 128256";

    [Fact]
    public void Unknown_fields_and_other_types_count_as_absent()
    {
        var model = Parse(
            "{"
                + Llama
                + """
                , "nobody_knows": {"a": [1]}, "head_dim": null, "moe_layer_freq": [0, 1], "num_key_value_heads": "8",
                  "tie_word_embeddings": "yes", "compress_ratios": 4, "topk_method": 7, "q_lora_rank": 1.5, "torch_dtype": ["x"] }
                """
        );

        Assert.Equal(128, model.Architecture.HeadDim);
        Assert.Equal(1, model.Architecture.MoeLayerFrequency);
        Assert.Equal(32, model.Architecture.NumKeyValueHeads);
        Assert.False(model.Architecture.TieWordEmbeddings);
        Assert.Empty(model.Architecture.CompressRatios);
        Assert.Equal(0, model.Architecture.QLoraRank);
        Assert.Equal(PrecisionKind.Bf16, model.NativePrecision);
    }

    [Theory]
    [InlineData("\"fp8\"", WeightFormat.Bf16, PrecisionKind.Bf16)]
    [InlineData("null", WeightFormat.Bf16, PrecisionKind.Bf16)]
    [InlineData("{\"quant_method\": \"bitsandbytes\"}", WeightFormat.Bf16, PrecisionKind.Bf16)]
    [InlineData("{\"quant_method\": \"fp8\"}", WeightFormat.Fp8Channel, PrecisionKind.Fp8)]
    [InlineData("{\"quant_method\": \"fp8\", \"weight_block_size\": [128, 128]}", WeightFormat.Fp8Block, PrecisionKind.Fp8)]
    [InlineData("{\"quant_method\": \"gptq\", \"bits\": 4, \"group_size\": -1}", WeightFormat.Int4Group, PrecisionKind.Int4)]
    [InlineData("{\"quant_method\": \"modelopt\", \"quant_algo\": \"FP8\"}", WeightFormat.Fp8Channel, PrecisionKind.Fp8)]
    [InlineData("{\"quant_method\": \"modelopt_fp4\", \"quant_algo\": \"NVFP4\"}", WeightFormat.Nvfp4, PrecisionKind.Nvfp4)]
    [InlineData("{\"quant_method\": \"modelopt_fp4\", \"quant_algo\": \"FP8\"}", WeightFormat.Bf16, PrecisionKind.Bf16)]
    [InlineData("{\"quant_method\": \"mxfp4\"}", WeightFormat.Mxfp4, PrecisionKind.Mxfp4)]
    [InlineData(
        "{\"quant_method\": \"compressed-tensors\", \"config_groups\": {\"g\": {\"weights\": {\"num_bits\": 4, \"type\": \"float\"}}}}",
        WeightFormat.Nvfp4,
        PrecisionKind.Nvfp4
    )]
    [InlineData(
        "{\"quant_method\": \"compressed-tensors\", \"config_groups\": {\"g\": {\"weights\": {\"num_bits\": 8}}, \"h\": 1}}",
        WeightFormat.Int8Channel,
        PrecisionKind.Int8
    )]
    public void Quantization_is_told_by_its_method(string quantization, object experts, object precision)
    {
        var model = Parse("{" + Llama + ", \"quantization_config\": " + quantization + "}");

        Assert.Equal((WeightFormat)experts, model.Quantization.Experts);
        Assert.Equal((PrecisionKind)precision, model.NativePrecision);
        Assert.Equal(128, model.Quantization.GroupSize);
    }

    [Fact]
    public void Fields_may_lie_under_text_config()
    {
        var model = Parse("{\"text_config\": {" + Llama + "}, \"quantization_config\": {\"quant_method\": \"w8a8_int8\"}}");
        Assert.Equal((4096, PrecisionKind.Int8), (model.Architecture.HiddenSize, model.NativePrecision));
    }

    [Theory]
    [InlineData("text_config", "\"model_type\": \"foo_text\", ")]
    [InlineData("language_config", "")]
    public void The_type_of_a_nested_config_may_stand_outside(string name, string type)
    {
        var nested = Llama.Replace("\"model_type\": \"llama\", ", type, StringComparison.Ordinal);
        Assert.Equal("llama", Parse("{\"model_type\": \"llama\", \"" + name + "\": {" + nested + "}}").Architecture.ModelType);
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "not JSON: line 1, byte 1")]
    [InlineData(
        "{\"model_type\": \"gpt2\"}",
        "model_type \"gpt2\" is not an architecture whose weights are known; read: no size; missing: hidden_size, num_hidden_layers, "
    )]
    [InlineData(
        "{\"architectures\": [\"FooForCausalLM\"], \"model_type\": \"foo\", \"hidden_size\": 64, \"num_hidden_layers\": 2, "
            + "\"num_attention_heads\": 4, \"intermediate_size\": 256}",
        "FooForCausalLM (model_type \"foo\") is not an architecture whose weights are known; read: hidden_size 64, num_hidden_layers 2, "
            + "num_attention_heads 4, intermediate_size 256; missing: vocab_size; known types are deepseek, "
    )]
    [InlineData(
        "{\"model_type\": \"llama\", \"hidden_size\": \"4096\", \"vocab_size\": 7}",
        "hidden_size, num_hidden_layers, num_attention_heads, intermediate_size missing or not positive; read: vocab_size 7"
    )]
    [InlineData(
        "{\"model_type\": \"deepseek_v3\", \"hidden_size\": 64, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"vocab_size\": 9, "
            + "\"n_routed_experts\": 8, \"num_experts_per_tok\": 2, \"moe_intermediate_size\": 32, \"kv_lora_rank\": 16}",
        "qk_nope_head_dim, qk_rope_head_dim, v_head_dim missing or not positive; read: hidden_size 64, "
    )]
    public void A_fault_is_told(string text, string fault)
    {
        Assert.Null(HuggingFaceConfig.Parse(text, "own", out var told));
        Assert.StartsWith(fault, told, StringComparison.Ordinal);
    }

    private static Checkpoint Parse(string text)
    {
        var model = HuggingFaceConfig.Parse(text, "own", out var fault);
        Assert.Equal("", fault);
        return model ?? throw new InvalidOperationException(fault);
    }
}
