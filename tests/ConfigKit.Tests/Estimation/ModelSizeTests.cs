using ConfigKit.Catalog;
using ConfigKit.Estimation;

namespace ConfigKit.Tests.Estimation;

public sealed class ModelSizeTests
{
    public static TheoryData<string> WithPublishedCount =>
        [.. Models.All().Where(m => m.PublishedParametersBillion is not null && !HasMore(m)).Select(m => m.Id)];

    public static TheoryData<string> WithPublishedBytes =>
        [.. Models.All().Where(m => m.PublishedBytes is not null && !HasMore(m)).Select(m => m.Id)];

    /// <summary>
    /// Their checkpoints hold what is not computed: DSpark stages, a vision encoder (docs/checkpoint-bytes.md), or embedding and head once
    /// more beside the MTP layer (V4 with experts in FP8).
    /// </summary>
    private static bool HasMore(Checkpoint model) =>
        model.Architecture.HasDspark
        || model.Family == "OCR"
        || (model.Family == "V4" && model.Quantization.Experts == WeightFormat.Fp8Block);

    /// <summary>Counts that were published to five digits or more.</summary>
    [Theory]
    [InlineData("deepseek-ai/DeepSeek-V3", 671.026)]
    [InlineData("deepseek-ai/DeepSeek-V2", 235.741)]
    [InlineData("deepseek-ai/DeepSeek-V2-Lite", 15.706)]
    [InlineData("deepseek-ai/deepseek-moe-16b-chat", 16.376)]
    [InlineData("deepseek-ai/DeepSeek-V4-Flash", 284.33)]
    [InlineData("deepseek-ai/DeepSeek-R1-Distill-Llama-70B", 70.55)]
    [InlineData("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", 7.62)]
    public void Parameter_count_is_the_published_one(string id, double billion)
    {
        var model = Models.Find(id) ?? throw new InvalidOperationException(id);

        Assert.InRange(ModelSize.Of(model.Architecture, model.Quantization).Parameters / 1e9, billion * 0.997, billion * 1.003);
    }

    [Theory]
    [MemberData(nameof(WithPublishedBytes))]
    public void Checkpoint_bytes_are_the_published_ones(string id)
    {
        var model = Models.Find(id) ?? throw new InvalidOperationException(id);
        var bytes = ModelSize.Of(model.Architecture, model.Quantization).CheckpointBytes;

        Assert.InRange(bytes / (model.PublishedBytes ?? 1), 0.9995, 1.0005);
    }

    /// <summary>Rounded by their publishers to two or three digits.</summary>
    [Theory]
    [MemberData(nameof(WithPublishedCount))]
    public void Parameter_count_is_near_the_rounded_one(string id)
    {
        var model = Models.Find(id) ?? throw new InvalidOperationException(id);
        var billion = ModelSize.Of(model.Architecture, model.Quantization).Parameters / 1e9;

        Assert.InRange(billion / (model.PublishedParametersBillion ?? 1), 0.95, 1.05);
    }
}
