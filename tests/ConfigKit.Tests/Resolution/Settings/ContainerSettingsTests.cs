namespace ConfigKit.Tests.Resolution.Settings;

public sealed class ContainerSettingsTests
{
    [Fact]
    public void Defaults_come_from_the_engine_and_the_name()
    {
        var d = Decided.From();

        Decided.IsDefault("deepseek-ai/DeepSeek-R1", "the model's name", d.ServedName);
        Decided.IsDefault("deepseek-r1", "the served name as a DNS label", d.Name);
        Decided.IsDefault("vllm/vllm-openai:v0.11.0", "the engine's release image", d.Container.BaseImage);
        Decided.IsDefault("deepseek-r1:0.11.0", "name and engine version", d.Container.Image);
        Decided.IsDefault("12.8", "version in the engine's image", d.Container.CudaVersion);
        Decided.IsDefault(10_001, "outside the range of system users", d.Container.User);
        Decided.IsDefault(16L << 30, "default", d.Container.ShmBytes);
        // Eight ranks of 4 GiB and /dev/shm.
        Assert.Equal(48L << 30, d.HostBytes);
    }

    [Fact]
    public void Stated_values_win()
    {
        var d = Decided.From(
            "kubernetes: {name: llm}\ncontainer: {base_image: \"mine/vllm:1\", image: \"mine/llm:2\", cuda_version: \"12.9\", user: 2000, "
                + "shm_size: 8GiB, labels: {a.b: c}}",
            model: "served_name: r1"
        );

        Decided.IsStated("r1", d.ServedName);
        Decided.IsStated("llm", d.Name);
        Decided.IsStated("mine/vllm:1", d.Container.BaseImage);
        Decided.IsStated("mine/llm:2", d.Container.Image);
        Decided.IsStated("12.9", d.Container.CudaVersion);
        Decided.IsStated(2000, d.Container.User);
        Decided.IsStated(8L << 30, d.Container.ShmBytes);
        Assert.Equal("c", d.Container.Labels["a.b"]);
    }

    [Theory]
    [InlineData("deepseek-ai/DeepSeek-R1", "deepseek-r1")]
    [InlineData("R1.0_528", "r1-0-528")]
    [InlineData("7b", "model-7b")]
    [InlineData("models/", "model")]
    public void The_name_is_a_DNS_label(string served, string name) =>
        Assert.Equal(name, Decided.From(model: $"served_name: \"{served}\"").Name.Value);

    [Fact]
    public void The_name_has_at_most_52_characters_and_no_hyphen_at_its_end() =>
        Assert.Equal(new string('a', 51), Decided.From(model: $"served_name: {new string('a', 51)}-b").Name.Value);

    [Fact]
    public void The_model_is_fetched_from_main_without_running_its_code()
    {
        var d = Decided.From();

        Decided.IsDefault("main", "the hub's default branch", d.Source.Revision);
        Decided.IsDefault(false, "off by default", d.Source.TrustRemoteCode);
        Assert.False(d.Source.IsDescribed);
        Assert.Equal("deepseek-ai/DeepSeek-R1", d.ModelArgument);
    }

    [Fact]
    public void Stated_source_wins()
    {
        var d = Decided.From(model: "path: /models/r1\nrevision: v1\ntrust_remote_code: true\nparameters_billion: 671");

        Decided.IsStated("v1", d.Source.Revision);
        Decided.IsStated(true, d.Source.TrustRemoteCode);
        Assert.Equal(671, d.Source.ClaimedBillion);
        Assert.Equal("/models/r1", d.ModelArgument);
    }
}
