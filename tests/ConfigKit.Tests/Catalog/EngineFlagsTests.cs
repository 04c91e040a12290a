using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Tests.Catalog;

/// <summary>The releases for which catalog/engine-flags.json is taken to hold.</summary>
public sealed class EngineFlagsTests
{
    [Theory]
    [InlineData(EngineKind.Vllm, "0.19.9", false)]
    [InlineData(EngineKind.Vllm, "0.20.0", true)]
    [InlineData(EngineKind.Vllm, "0.29.3", true)]
    [InlineData(EngineKind.Vllm, "0.30.0", false)]
    [InlineData(EngineKind.Sglang, "0.5.11.post1", false)]
    [InlineData(EngineKind.Sglang, "0.5.12", true)]
    [InlineData(EngineKind.Sglang, "0.5.18", true)]
    [InlineData(EngineKind.Sglang, "0.5.19", false)]
    [InlineData(EngineKind.TensorRtLlm, "0.21.0", false)]
    [InlineData(EngineKind.TensorRtLlm, "1.0.0", true)]
    [InlineData(EngineKind.TensorRtLlm, "1.2.1", true)]
    [InlineData(EngineKind.TensorRtLlm, "1.3.0rc13", false)]
    public void A_list_holds_from_one_release_until_another(object kind, string version, bool holds) =>
        Assert.Equal(holds, EngineFlags.Of(EngineResolver.Release((EngineKind)kind, version, out _)) is not null);

    [Fact]
    public void Flags_are_known_with_values_and_dots_and_underscores()
    {
        var flags = EngineFlags.Of(EngineResolver.Release(EngineKind.Vllm, "0.26.0", out _));
        Assert.NotNull(flags);
        Assert.True(flags.Knows("--max-num-seqs=4"));
        Assert.True(flags.Knows("--max_num_seqs"));
        Assert.True(flags.Knows("--compilation-config.mode"));
        Assert.False(flags.Knows("--swap-space"));
        Assert.True(flags.IsRemoved("--swap-space"));
    }
}
