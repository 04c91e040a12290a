using ConfigKit.Estimation;

namespace ConfigKit.Tests.Estimation;

public sealed class EngineBudgetTests
{
    /// <summary>1,001 bytes × 0.9 = 900.9; vLLM and SGLang round up, TensorRT-LLM asks for all.</summary>
    [Theory]
    [InlineData("vllm", 901, "⌈1001 B × 0.9⌉")]
    [InlineData("sglang", 901, "(1001 B − what is taken before loading) × 0.9")]
    [InlineData("tensorrt-llm", 1001, "all of it")]
    public void What_the_engine_may_take(string engine, long bytes, string words)
    {
        var term = new EngineBudget(SmallModels.Of(engine), 1001, 0.9).Requested();

        Assert.Equal(bytes, term.Bytes);
        Assert.Equal(words, term.Formula.Replace("1,001", "1001", StringComparison.Ordinal));
    }

    /// <summary>
    /// vLLM: ⌈1000 × 0.9⌉ − 300 − 100 = 500. SGLang: (1000 − 0.4 × 100) × 0.9 − 300 = 564.
    /// TensorRT-LLM: (1000 − 300 − 100) × 0.9 = 540.
    /// </summary>
    [Theory]
    [InlineData("vllm", 500, "900 B − 300 B weights − 100 B overhead")]
    [InlineData("sglang", 564, "(1000 B − 0.4 × 100 B) × 0.9 − 300 B weights")]
    [InlineData("tensorrt-llm", 540, "(1000 B − 300 B weights − 100 B) × 0.9")]
    public void What_is_left_for_the_cache(string engine, long bytes, string words)
    {
        var term = new EngineBudget(SmallModels.Of(engine), 1000, 0.9).KvCache(300, 100);

        Assert.Equal(bytes, term.Bytes);
        Assert.Equal(words, term.Formula.Replace("1,000", "1000", StringComparison.Ordinal));
    }

    /// <summary>What is missing stays visible: 900 − 850 − 100 = −50.</summary>
    [Fact]
    public void A_budget_may_be_negative() =>
        Assert.Equal(-50, new EngineBudget(SmallModels.Of("vllm"), 1000, 0.9).KvCache(850, 100).Bytes);

    /// <summary>
    /// 1000 − 300 − 100 = 600 are free. vLLM takes the stated size whatever its share, TensorRT-LLM at most it, SGLang none.
    /// </summary>
    [Theory]
    [InlineData("vllm", 550, 550)]
    [InlineData("vllm", 600, 600)]
    [InlineData("vllm", 601, 600)]
    [InlineData("tensorrt-llm", 539, 539)]
    [InlineData("tensorrt-llm", 541, 540)]
    [InlineData("sglang", 10, 564)]
    public void A_stated_size(string engine, long stated, long bytes) =>
        Assert.Equal(
            bytes,
            new EngineBudget(SmallModels.Of(engine), 1000, 0.9) { Stated = stated }
                .KvCache(300, 100)
                .Bytes
        );

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("tensorrt-llm")]
    public void An_assumed_size(string engine) =>
        Assert.Equal(
            7000,
            new EngineBudget(SmallModels.Of(engine), 1000, 0.9) { Stated = 10, Assumed = 7000 }
                .KvCache(300, 100)
                .Bytes
        );

    [Theory]
    [InlineData(true, true, "Fits")]
    [InlineData(false, true, "Tight")]
    [InlineData(false, false, "DoesNotFit")]
    public void The_verdict_by_both_ends_of_the_interval(bool startsWithLeast, bool startsWithMost, string verdict) =>
        Assert.Equal(verdict, Estimator.MemoryVerdict(startsWithLeast, startsWithMost).ToString());
}
