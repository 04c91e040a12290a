using ConfigKit.Changes;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Tests.Changes;

public sealed class CandidateChangesTests
{
    private const string Llama =
        "model: {name: R1-Distill-Llama-70B}\nhardware: {gpu: h100-sxm, gpus_per_node: 4}\nparallelism: {tensor: 4}\n"
        + "serving: {engine: vllm, engine_version: \"0.25.0\", max_model_len: 131072, gpu_memory_utilization: 0.9}\n";

    /// <summary>`--fix` alone must not take memory that the user kept back, shorten the context, or change weights or hardware.</summary>
    [Theory]
    [InlineData("serving.gpu_memory_utilization: 0.95", 12)]
    [InlineData("serving.kv_cache_dtype: fp8", 14)]
    [InlineData("model.precision: fp8", 20)]
    [InlineData("hardware.gpus_per_node: 8", 23)]
    [InlineData("hardware.nodes: 2", 27)]
    public void What_changes_the_service_is_not_safe(string edit, int cost)
    {
        var change = CandidateChanges.ForRepair(Resolve(Llama)).Single(c => c.Edits[0].ToString() == edit);

        Assert.False(change.IsSafe);
        Assert.Equal(cost, change.Cost);
    }

    [Theory]
    [InlineData("parallelism.tensor: 2", 5)]
    [InlineData("parallelism.tensor: 1", 5)]
    public void Another_layout_of_the_same_GPUs_is_safe(string edit, int cost)
    {
        var change = CandidateChanges.ForRepair(Resolve(Llama)).First(c => c.Edits[0].ToString() == edit);

        Assert.True(change.IsSafe);
        Assert.Equal(cost, change.Cost);
    }

    [Fact]
    public void Cheap_changes_come_first() =>
        Assert.Equal(
            CandidateChanges.ForRepair(Resolve(Llama)).Select(c => c.Cost).Order(),
            CandidateChanges.ForRepair(Resolve(Llama)).Select(c => c.Cost)
        );

    /// <summary>0.95 is where the share of memory ends; only vLLM's setting is one of all memory.</summary>
    [Theory]
    [InlineData("gpu_memory_utilization: 0.9", "vllm", true)]
    [InlineData("gpu_memory_utilization: 0.94", "vllm", true)]
    [InlineData("gpu_memory_utilization: 0.95", "vllm", false)]
    [InlineData("mem_fraction_static: 0.8", "sglang", false)]
    public void The_memory_share_is_raised_once(string setting, string engine, bool raised)
    {
        var d = Resolve(
            "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\n"
                + $"serving: {{engine: {engine}, {setting}, max_model_len: 4096}}\n"
        );

        Assert.Equal(raised, CandidateChanges.ForRepair(d).Any(c => c.Edits[0].Path == "serving.gpu_memory_utilization"));
    }

    /// <summary>A help text names what follows; the deployment it was tried on is the one that it names.</summary>
    [Fact]
    public void Words_edits_and_deployment_say_the_same()
    {
        var changes = CandidateChanges.ForHelp(Resolve(Llama)).SelectMany(k => k).Where(c => c.Words is not null).ToList();

        var share = changes.Single(c => c.Words == "set `serving.gpu_memory_utilization: 0.95`");
        Assert.Equal(0.95, share.Deployment?.Invoke().Serving.MemoryFraction.Value);
        var cache = changes.Single(c => c.Words == "set `serving.kv_cache_dtype: fp8`");
        Assert.Equal(KvCacheDtypeKind.Fp8E4M3, cache.Deployment?.Invoke().Serving.KvCacheDtype.Value);
        var layout = changes.Single(c => c.Words == "set `parallelism: {tensor: 2, pipeline: 2}`");
        Assert.Equal(["parallelism.tensor: 2", "parallelism.pipeline: 2"], layout.Edits.Select(e => e.ToString()));
        Assert.Equal((2, 2), (layout.Deployment?.Invoke().Layout.Tensor.Value, layout.Deployment?.Invoke().Layout.Pipeline.Value));
        var gpus = changes.Single(c => c.Words == "use 8 GPUs with `parallelism.tensor: 8`");
        Assert.Equal(8, gpus.Deployment?.Invoke().GpuCount);
        var nodes = changes.Single(c => c.Words == "use 2 nodes with `parallelism: {tensor: 4, pipeline: 2}`");
        Assert.Equal(8, nodes.Deployment?.Invoke().GpuCount);
        Assert.All(changes, c => Assert.NotNull(c.Deployment));
    }

    /// <summary>One replica over all GPUs is offered, the widest first; the layout that stands is not.</summary>
    [Fact]
    public void Layouts_for_help_come_widest_first()
    {
        var d = Resolve(Llama);
        var words = LayoutChanges.Of(d, LayoutSearch.WidestFirst(d)).Select(c => c.Words).OfType<string>();

        Assert.Equal(["set `parallelism: {tensor: 2, pipeline: 2}`", "set `parallelism: {tensor: 1, pipeline: 4}`"], words);
    }

    /// <summary>Without fp8 in the GPU no help text names it, and `--fix` still leaves it to the rules.</summary>
    [Fact]
    public void Formats_that_the_GPU_lacks_are_not_named()
    {
        var d = Resolve(Llama.Replace("h100-sxm", "a100", StringComparison.Ordinal));

        Assert.DoesNotContain(
            CandidateChanges.ForHelp(d).SelectMany(k => k),
            c => c.Words is { } words && words.Contains(": fp8", StringComparison.Ordinal)
        );
        Assert.Contains(CandidateChanges.ForRepair(d), c => c.Edits[0].ToString() == "serving.kv_cache_dtype: fp8");
    }

    /// <summary>Named devices are those that there are: no edit adds to them.</summary>
    [Fact]
    public void Stated_devices_are_not_added_to()
    {
        var d = Resolve(Llama) with { GpuIds = [0, 1, 2, 3] };

        Assert.DoesNotContain(CandidateChanges.ForRepair(d), c => c.Edits[0].Path.StartsWith("hardware.", StringComparison.Ordinal));
        Assert.Contains(HardwareChanges.Gpus(d), c => c.Words == "use 8 GPUs with `parallelism.tensor: 8`");
    }

    private static Deployment Resolve(string text) =>
        ConfigCompiler.Check(new SourceFile("f.yaml", text), CompilerOptions.Default).Deployment
        ?? throw new InvalidOperationException(text);
}
