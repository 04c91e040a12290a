using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Tests.Estimation;

public sealed class OverheadModelTests
{
    private const double GiB = Quantity.GiB;

    [Fact]
    public void One_GPU_holds_a_context_alone()
    {
        var term = Term(SmallModels.On("sglang", SmallModels.Dense), BudgetItem.NonTorch);

        Assert.Equal((long)(0.6 * GiB), term.Bytes);
        Assert.Equal("0.6 GiB of context", term.Formula);
    }

    [Fact]
    public void Ranks_that_talk_hold_communicators()
    {
        var term = Term(SmallModels.On("sglang", SmallModels.Dense).Divided(tensor: 2), BudgetItem.NonTorch);

        Assert.Equal((long)((0.6 + 1.6) * GiB), term.Bytes);
        Assert.Equal("0.6 GiB of context + 1.6 GiB of communicators", term.Formula);
    }

    [Fact]
    public void Rocm_holds_more()
    {
        var d = SmallModels.On("vllm", SmallModels.Dense).Divided(pipeline: 2);
        var term = Term(d with { Gpu = d.Gpu with { Vendor = GpuVendor.Amd } }, BudgetItem.NonTorch);

        Assert.Equal(0.6 + 4.5 + 1.6, term.Amount / GiB, 9);
        Assert.Equal("0.6 GiB of context + 4.5 GiB that ROCm holds + 1.6 GiB of communicators", term.Formula);
    }

    /// <summary>6 × 100 × 8 × 2 = 9,600; 100 × 3 × 12 / 2 × 2 = 3,600; 2 × 10 × 100 × 4 = 8,000.</summary>
    [Fact]
    public void Activations_of_a_dense_model()
    {
        var term = Term(SmallModels.On("sglang", SmallModels.Dense).Divided(tensor: 2), BudgetItem.Activations);

        Assert.Equal(9_600 + 3_600 + 8_000, term.Bytes);
        Assert.Equal("6 × 100 tokens × 8 × 2 B + 100 × 3 × 12 / 2 × 2 B + 2 × 10 sequences × 100 × 4 B", term.Formula);
        Assert.Equal("peak of the profile run: six copies of the hidden states, inner states, logits twice in fp32", term.Source);
    }

    /// <summary>Slices: 100 × 2 × (8 + 2 × 4 / 2) × 2 = 4,800. Whole experts: 100 × 2 × (8 + 2 × 4) × 2 = 6,400.</summary>
    [Theory]
    [InlineData(false, 4_800, "100 × 2 experts × (8 + 2 × 4 / 2) × 2 B")]
    [InlineData(true, 6_400, "100 × 2 experts × (8 + 2 × 4) × 2 B")]
    public void Activations_of_experts(bool expert, int inner, string words)
    {
        var d = SmallModels.On("sglang", SmallModels.Experts).Divided(tensor: 2, expert: expert);
        var term = Term(d, BudgetItem.Activations);

        Assert.Equal(9_600 + inner + 8_000, term.Bytes);
        Assert.Equal($"6 × 100 tokens × 8 × 2 B + {words} + 2 × 10 sequences × 100 × 4 B", term.Formula);
    }

    /// <summary>6 × t × 8 × 2 = 96 t; 2 × 10 × 100 × 4 = 8,000; min(t, 32,768) × 2 × 16 × 2 = 64 min(t, 32,768).</summary>
    [Theory]
    [InlineData(32_767, 32_767)]
    [InlineData(32_768, 32_768)]
    [InlineData(32_769, 32_768)]
    public void Experts_take_32768_tokens_at_once(int tokens, int atOnce)
    {
        var d = SmallModels.On("sglang", SmallModels.Experts).WithStep(tokens);

        Assert.Equal((96L * tokens) + (64L * atOnce) + 8_000, Term(d, BudgetItem.Activations).Bytes);
    }

    /// <summary>9,600 of hidden states; 100 × 3 × 12 × 2 = 7,200; logits 2 × n × 100 × 4 = 800 n.</summary>
    [Theory]
    [InlineData(1023, 1023)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 1024)]
    [InlineData(4096, 1024)]
    public void Logits_of_1024_sequences_at_most(int sequences, int sampled)
    {
        var d = SmallModels.On("sglang", SmallModels.Dense).WithStep(100, sequences);

        Assert.Equal(9_600 + 7_200 + (800 * sampled), Term(d, BudgetItem.Activations).Bytes);
    }

    [Theory]
    [InlineData("tensorrt-llm", true, false, 0.7, "middle of measured runs")]
    [InlineData("sglang", false, false, 0, "not counted by this release")]
    [InlineData("sglang", true, true, 0, "none: enforce_eager")]
    [InlineData("sglang", true, false, 0.7, "middle of measured runs")]
    [InlineData("tensorrt-llm", false, true, 0, "none: enforce_eager")]
    public void Graphs_are_held_where_they_are_captured_and_counted(string engine, bool counts, bool eager, double gib, string words)
    {
        var d = SmallModels.On(engine, SmallModels.Dense);
        d = d with { Engine = d.Engine with { CountsCudaGraphs = counts }, Serving = d.Serving with { EnforceEager = new(eager, "") } };
        var term = Term(d, BudgetItem.CudaGraphs);

        Assert.Equal((long)(gib * GiB), term.Bytes);
        Assert.Equal(words, term.Formula);
    }

    /// <summary>Middle: 0.6 GiB + 9,600 + 7,200 (100 × 3 × 12 × 2) + 8,000 bytes, and 0.7 GiB of graphs.</summary>
    [Fact]
    public void The_interval_of_a_dense_model()
    {
        var overhead = OverheadModel.Of(SmallModels.On("sglang", SmallModels.Dense));
        var middle = (1.3 * GiB) + 24_800;

        Assert.InRange(overhead.Mid, middle - 1, middle + 1);
        Assert.InRange(overhead.Low, (0.6 * middle) - 1, (0.6 * middle) + 1);
        Assert.InRange(overhead.High, (1.55 * middle) - 1, (1.55 * middle) + 1);
        Assert.EndsWith("measured runs range from 0.6 to 1.55 times the middle value", overhead.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Experts_scatter_further()
    {
        var overhead = OverheadModel.Of(SmallModels.On("sglang", SmallModels.Experts));

        Assert.Equal(1.9, overhead.High / (double)overhead.Mid, 6);
        Assert.EndsWith("0.6 to 1.9 times the middle value", overhead.Reason, StringComparison.Ordinal);
    }

    private static BudgetTerm Term(Deployment d, BudgetItem item) => OverheadModel.Of(d).Terms.Single(t => t.Item == item);
}
