using ConfigKit.Engines;
using ConfigKit.Text;

namespace ConfigKit.Tests.Catalog;

/// <summary>The releases for which catalog/engines/NAME.flags.json are taken to hold.</summary>
public sealed class EngineFlagsTests
{
    [Theory]
    [InlineData("vllm", "0.19.9", false)]
    [InlineData("vllm", "0.20.0", true)]
    [InlineData("vllm", "0.29.3", true)]
    [InlineData("vllm", "0.30.0", false)]
    [InlineData("sglang", "0.5.11.post1", false)]
    [InlineData("sglang", "0.5.12", true)]
    [InlineData("sglang", "0.5.18", true)]
    [InlineData("sglang", "0.5.19", false)]
    [InlineData("tensorrt-llm", "0.21.0", false)]
    [InlineData("tensorrt-llm", "1.0.0", true)]
    [InlineData("tensorrt-llm", "1.2.1", true)]
    [InlineData("tensorrt-llm", "1.3.0rc13", false)]
    public void A_list_holds_from_one_release_until_another(string engine, string version, bool holds) =>
        Assert.Equal(holds, EngineList.Find(engine).Flags?.Covers(ReleaseNumber.Parse(version)));

    [Fact]
    public void Flags_are_known_with_values_and_dots_and_underscores()
    {
        var flags = EngineList.Find("vllm").Flags;
        Assert.NotNull(flags);
        Assert.True(flags.Knows("--max-num-seqs=4"));
        Assert.True(flags.Knows("--max_num_seqs"));
        Assert.True(flags.Knows("--compilation-config.mode"));
        Assert.False(flags.Knows("--swap-space"));
        Assert.True(flags.IsRemoved("--swap-space"));
    }
}
