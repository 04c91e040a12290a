using ConfigKit.Engines;
using ConfigKit.Text;

namespace ConfigKit.Tests.Catalog;

/// <summary>Ranges of releases in catalog/engines/NAME.*.json.</summary>
public sealed class EngineFlagsTests
{
    [Theory]
    [InlineData("vllm", "--swap-space", "0.17.1", true)]
    [InlineData("vllm", "--swap-space", "0.18.0", true)] // not read: judged as 0.17.1
    [InlineData("vllm", "--swap-space", "0.18.1", false)]
    [InlineData("vllm", "--moe-backend", "0.17.0", false)] // not read: judged as 0.16.0
    [InlineData("vllm", "--moe-backend", "0.17.1", true)]
    [InlineData("vllm", "--engram-config", "0.30.0", true)]
    [InlineData("vllm", "--no-enable-chunked-prefill", "0.7.3", false)]
    [InlineData("vllm", "--no-enable-chunked-prefill", "0.33.0", true)]
    [InlineData("vllm", "--disable-prefix-caching", "0.32.0", false)]
    [InlineData("vllm", "--disable-prefix-caching", "0.33.0", true)]
    [InlineData("vllm", "--max_num_seqs=4", "0.7.3", true)]
    [InlineData("vllm", "--compilation-config.mode", "0.20.0", true)]
    [InlineData("sglang", "--attn-dp-size", "0.5.21", false)]
    [InlineData("sglang", "--attn-dp-size", "0.5.22", true)]
    [InlineData("sglang", "--cuda-graph-max-bs", "0.5.18", true)]
    [InlineData("sglang", "--cuda-graph-max-bs", "0.5.23", false)]
    [InlineData("sglang", "--enable-ep-moe", "0.5.23", false)]
    [InlineData("tensorrt-llm", "--enable_attention_dp", "1.2.1", false)]
    [InlineData("tensorrt-llm", "--enable_attention_dp", "1.3.0rc22", true)]
    public void A_flag_is_there_for_its_releases(string engine, string flag, string release, bool isThere) =>
        Assert.Equal(isThere, FlagsOf(engine).Has(flag, ReleaseNumber.Parse(release)));

    [Fact]
    public void What_came_and_went_is_told_from_what_never_was()
    {
        var flags = FlagsOf("vllm");
        Assert.True(flags.IsRemoved("--swap-space", new(0, 33, 0)));
        Assert.Equal(new Version(0, 18, 1), flags.GoneWith("--swap-space", new(0, 33, 0)));
        Assert.False(flags.IsRemoved("--swap-space", new(0, 17, 1)));
        Assert.True(flags.IsRemoved("--worker-use-ray", new(0, 33, 0)));
        Assert.Equal(new Version(0, 17, 1), flags.CameWith("--moe-backend", new(0, 11, 0)));
        Assert.Null(flags.CameWith("--no-such-flag", new(0, 11, 0)));
    }

    [Theory]
    [InlineData("vllm", "--gpu-memory-utilization", "0.19.1", "0.9")]
    [InlineData("vllm", "--gpu-memory-utilization", "0.20.0", "0.92")]
    [InlineData("vllm", "--allowed-origins", "0.31.0", """["*"]""")]
    [InlineData("vllm", "--allowed-origins", "0.32.0", "[]")]
    [InlineData("sglang", "--swa-full-tokens-ratio", "0.5.18", "0.8")]
    [InlineData("sglang", "--swa-full-tokens-ratio", "0.5.23", null)]
    public void A_default_is_that_of_the_release(string engine, string flag, string release, string? expected) =>
        Assert.Equal(expected, FlagsOf(engine).Default(flag, ReleaseNumber.Parse(release)));

    [Fact]
    public void Choices_are_those_of_the_release()
    {
        var flags = FlagsOf("sglang");
        Assert.Contains("fp4_e2m1", flags.Choices("--kv-cache-dtype", new(0, 5, 18)));
        Assert.DoesNotContain("fp4_e2m1", flags.Choices("--kv-cache-dtype", new(0, 5, 23)));
        Assert.Empty(FlagsOf("vllm").Choices("--kv-cache-dtype", new(0, 33, 0)));
    }

    [Theory]
    [InlineData("", "0.1.0", true)]
    [InlineData("0.5.15.post1", "0.5.15", true)]
    [InlineData("0.5.15.post1", "0.5.14", false)]
    [InlineData("..0.9.0.1", "0.8.5", true)]
    [InlineData("..0.9.0.1", "0.9.0", false)]
    [InlineData("..0.4.0, 0.6.0..0.8.0", "0.5.0", false)]
    [InlineData("..0.4.0, 0.6.0..0.8.0", "0.7.0", true)]
    public void A_range_covers_what_lies_within(string range, string release, bool isCovered) =>
        Assert.Equal(isCovered, ReleaseRange.Covers(range, ReleaseNumber.Parse(release)));

    /// <summary>Every list names the releases that it was read from, oldest first, and each of them was published.</summary>
    [Theory]
    [MemberData(nameof(Lists))]
    public void Lists_are_of_releases_that_were_published(string list)
    {
        var file = System.Text.Json.Nodes.JsonNode.Parse(CatalogFiles.Text(list))!;
        var releases = file["releases"]!.AsArray().Select(r => ReleaseNumber.Parse($"{r}")).ToList();
        var known = System.Text.Json.Nodes.JsonNode.Parse(CatalogFiles.Text($"engines/{file["engine"]}.json"))!["releases"]!;

        Assert.Equal(releases.Order(), releases);
        Assert.Empty(releases.Except(known.AsArray().Select(r => ReleaseNumber.Parse($"{r}"))));
    }

    public static TheoryData<string> Lists =>
        [
            .. CatalogFiles.Names.Where(n =>
                n.StartsWith("engines/", StringComparison.Ordinal) && n.Split('.')[^2] is "flags" or "env" or "words" or "metrics"
            ),
        ];

    private static EngineFlags FlagsOf(string engine) =>
        EngineList.Find(engine).Lists.Flags ?? throw new InvalidOperationException($"no flags of {engine}");
}
