using System.Collections.Immutable;
using ConfigKit.Changes;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Tests.Changes;

/// <summary>More of the hardware: which sizes are offered, in which words, with which edits and at what cost.</summary>
public sealed class HardwareChangesTests
{
    private const string Serving = "serving: {engine: vllm, engine_version: \"0.25.0\", max_model_len: 32768}\n";

    /// <summary>80 layers, 64 query heads and 8 key heads.</summary>
    private const string OneNode =
        "model: {name: R1-Distill-Llama-70B}\nhardware: {gpu: h100-sxm, gpus_per_node: 4}\nparallelism: {tensor: 4}\n" + Serving;

    private const string TwoNodes =
        "model: {name: R1}\nhardware: {nodes: 2, gpu: h100-sxm, gpus_per_node: 8, "
        + "network: {fabric: infiniband-ndr, nics_per_node: 8, rdma: true, gpudirect: true}}\n"
        + "parallelism: {tensor: 8, pipeline: 2}\n"
        + Serving;

    /// <summary>Switches that may contradict the fabric are safe to turn; another fabric is other hardware.</summary>
    [Fact]
    public void The_network_loses_a_switch_or_gets_another_fabric() =>
        Assert.Equal(
            [
                ("hardware.network.gpudirect: false", 1, true),
                ("hardware.network.rdma: false", 1, true),
                ("hardware.network.fabric: ethernet-10g", 30, false),
                ("hardware.network.fabric: infiniband-ndr", 40, false),
            ],
            HardwareChanges.Network(Resolve(TwoNodes)).Select(c => (Written(c.Edits), c.Cost, c.IsSafe))
        );

    [Fact]
    public void One_node_without_a_network_has_none_to_change() => Assert.Empty(HardwareChanges.Network(Resolve(OneNode)));

    /// <summary>Of 5 to 8 only 8 divides 64 heads and 8 key heads; 15 + 8 = 23.</summary>
    [Fact]
    public void A_node_gets_as_many_GPUs_as_divide_the_model() =>
        Assert.Equal(
            [("use 8 GPUs with `parallelism.tensor: 8`", "hardware.gpus_per_node: 8, parallelism.tensor: 8", 23)],
            HardwareChanges.Gpus(Resolve(OneNode)).Select(c => (c.Words ?? "", Written(c.Edits), c.Cost))
        );

    /// <summary>Several nodes grow by nodes alone.</summary>
    [Fact]
    public void Nodes_of_several_get_no_more_GPUs() =>
        Assert.Empty(HardwareChanges.Gpus(Resolve(TwoNodes) with { GpusPerNode = new(4, "") }));

    /// <summary>25 + 2 to 25 + 8.</summary>
    [Fact]
    public void Help_names_every_number_of_nodes_up_to_eight() =>
        Assert.Equal(
            Enumerable.Range(2, 7).Select(n => ($"use {n} nodes with `parallelism: {{tensor: 4, pipeline: {n}}}`", 25 + n, 4 * n)),
            HardwareChanges
                .Nodes(Resolve(OneNode))
                .Where(c => c.Words is not null)
                .Select(c => (c.Words ?? "", c.Cost, c.Deployment?.Invoke().GpuCount ?? 0))
        );

    /// <summary>A stage needs a layer: 3 layers are at most 3 nodes.</summary>
    [Fact]
    public void Help_names_no_more_nodes_than_there_are_layers()
    {
        var d = Resolve(OneNode);
        d = d with { Model = d.Model with { Architecture = d.Model.Architecture with { NumHiddenLayers = 3 } } };

        Assert.Equal([27, 28], HardwareChanges.Nodes(d).Where(c => c.Words is not null).Select(c => c.Cost));
    }

    /// <summary>Where no network is stated, one is written, with a stage on each node.</summary>
    [Fact]
    public void Nodes_are_doubled_and_joined() =>
        Assert.Equal(
            [
                "hardware.nodes: 2, hardware.network: {fabric: infiniband-ndr, nics_per_node: 8}, parallelism.pipeline: 2",
                "hardware.nodes: 4, hardware.network: {fabric: infiniband-ndr, nics_per_node: 8}, parallelism.pipeline: 4",
                "hardware.nodes: 8, hardware.network: {fabric: infiniband-ndr, nics_per_node: 8}, parallelism.pipeline: 8",
            ],
            Doubled(Resolve(OneNode))
        );

    /// <summary>2 stages on 2 nodes are 4 on 4 and 8 on 8.</summary>
    [Fact]
    public void Joined_nodes_keep_their_network() =>
        Assert.Equal(
            ["hardware.nodes: 4, parallelism.pipeline: 4", "hardware.nodes: 8, parallelism.pipeline: 8"],
            Doubled(Resolve(TwoNodes))
        );

    private static IEnumerable<string> Doubled(Deployment d) =>
        HardwareChanges.Nodes(d).Where(c => c.Words is null).Select(c => Written(c.Edits));

    private static string Written(ImmutableArray<YamlEdit> edits) => string.Join(", ", edits);

    private static Deployment Resolve(string text) =>
        ConfigCompiler.Check(new SourceFile("f.yaml", text), CompilerOptions.Default).Deployment
        ?? throw new InvalidOperationException(text);
}
