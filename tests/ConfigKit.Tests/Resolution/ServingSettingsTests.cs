using ConfigKit.Model;

namespace ConfigKit.Tests.Resolution;

public sealed class ServingSettingsTests
{
    [Fact]
    public void Optional_parts_of_the_engine_are_off_or_its_own_choice()
    {
        var s = Decided.From().Serving;

        Decided.IsDefault(false, "off by default", s.ToolCalls);
        Decided.IsDefault(false, "off by default", s.Reasoning);
        Assert.Null(s.AttentionBackend);
        Assert.Null(s.MoeBackend);
        Assert.Null(s.DraftModel);
        Assert.Null(s.DistributedTimeout);
        Assert.Null(s.WrittenKvCacheDtype);
        Assert.Empty(s.Environment);
        Assert.Empty(s.ExtraArguments);
    }

    [Fact]
    public void Stated_values_win()
    {
        var s = Decided
            .From(
                serving: "tool_calls: true\nreasoning: true\nattention_backend: FLASHMLA\nmoe_backend: marlin\ndistributed_timeout: 20m\n"
                    + "kv_cache_dtype: fp8\nspeculative: {method: eagle, model: a/b}\nenv: {A: \"1\"}\nextra_args: [\"--x\"]\n"
                    + "distributed_executor_backend: mp"
            )
            .Serving;

        Decided.IsStated(true, s.ToolCalls);
        Decided.IsStated(true, s.Reasoning);
        Decided.IsStated(DistributedExecutor.Mp, s.DistributedExecutor);
        Assert.Equal(("FLASHMLA", "marlin", "a/b"), (s.AttentionBackend, s.MoeBackend, s.DraftModel));
        Assert.Equal(TimeSpan.FromMinutes(20), s.DistributedTimeout);
        Assert.Equal(KvCacheDtypeKind.Fp8, s.WrittenKvCacheDtype);
        Assert.Equal("1", s.Environment["A"]);
        Decided.Holds(["--x"], s.ExtraArguments);
    }

    [Fact]
    public void Auto_states_nothing_of_the_cache() =>
        Assert.Null(Decided.From(serving: "kv_cache_dtype: auto").Serving.WrittenKvCacheDtype);

    [Theory]
    [InlineData("0.11.0", DistributedExecutor.Ray, "vLLM starts several nodes by itself from 0.12.0 on")]
    [InlineData("0.12.0", DistributedExecutor.Mp, "vLLM starts several nodes by itself")]
    internal void Ray_joins_nodes_before_vLLM_could(string version, DistributedExecutor executor, string why) =>
        Decided.IsDefault(executor, why, Decided.From(version: version).Serving.DistributedExecutor);

    /// <summary>vLLM's get_pp_indices: equal shares, the remainder from the second-to-last stage backwards.</summary>
    [Theory]
    [InlineData(61, 1, "61")]
    [InlineData(61, 2, "31, 30")]
    [InlineData(61, 4, "15, 15, 16, 15")]
    [InlineData(63, 4, "16, 16, 16, 15")]
    [InlineData(64, 4, "16, 16, 16, 16")]
    public void Layers_are_split_as_vLLM_does(int layers, int stages, string split) =>
        Assert.Equal(split, string.Join(", ", ConfigKit.Resolution.LayoutResolver.Split(layers, stages)));
}
